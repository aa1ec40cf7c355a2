package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.FuzzTime;
import io.github.graphattach.Hostile;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;

/** Faults as anybody may post them to the emulator. */
@AddLifecycleHook(FuzzTime.class)
class FaultScriptFuzz {

    private static final GraphEmulator EMULATOR = GraphEmulator.start();

    @AfterContainer
    static void stop() {
        EMULATOR.close();
    }

    @Provide
    Arbitrary<String> scripts() {
        return Hostile.json(
                List.of(
                        "on",
                        "nth",
                        "times",
                        "always",
                        "item",
                        "mailbox",
                        "delay",
                        "bandwidth",
                        "resetWhileReading",
                        "answer",
                        "error",
                        "body",
                        "contentType",
                        "text",
                        "header",
                        "retryAfter",
                        "advanceClock",
                        "acceptOnly",
                        "named",
                        "unknown"),
                "PUT_RANGE",
                "OPEN_SESSION",
                "/me/messages/M",
                "/users/u",
                "PT1S",
                "PT-1S",
                "PT9999999999H",
                "5",
                "text/html",
                "ErrorOdd",
                "X-Header",
                "Content-Length",
                ": ");
    }

    @Property(tries = Integer.MAX_VALUE)
    void aScriptIsTakenOrRefusedWhole(@ForAll("scripts") String text) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException noJson) {
            return;
        }
        List<Fault> before = EMULATOR.faults().pending();
        try {
            Fault fault = FaultJson.script(json, EMULATOR.faults());
            assertThat(EMULATOR.faults().pending()).contains(fault);
            assertThat(fault.toString()).isNotBlank();
        } catch (IllegalArgumentException | GraphFailure refused) {
            assertThat(EMULATOR.faults().pending()).isEqualTo(before);
            assertThat(refused.getMessage()).isNotBlank();
        } finally {
            EMULATOR.faults().clear();
        }
    }
}
