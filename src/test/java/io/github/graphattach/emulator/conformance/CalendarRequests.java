package io.github.graphattach.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.GraphEmulatorExtension;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/** Requests to a calendar, with single quotes in JSON for double ones. */
final class CalendarRequests {

    private final GraphEmulatorExtension graph;

    /** Asks the emulator that runs during the test. */
    CalendarRequests(GraphEmulatorExtension graph) {
        this.graph = graph;
    }

    private PlainHttp http() {
        return new PlainHttp(graph.emulator());
    }

    HttpResponse<byte[]> send(String method, String path, String body, String... headers) throws Exception {
        String head = method + " " + path + "\nContent-Type: application/json\n" + String.join("\n", headers);
        return http().send(head.strip(), body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    HttpResponse<byte[]> patch(String path, String body) throws Exception {
        return send("PATCH", path, body);
    }

    HttpResponse<byte[]> delete(String path) throws Exception {
        return http().send("DELETE " + path);
    }

    JsonNode get(String path, String... headers) throws Exception {
        HttpResponse<byte[]> response = http().send(("GET " + path + "\n" + String.join("\n", headers)).strip());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return PlainHttp.json(response);
    }

    HttpResponse<byte[]> answer(String path) throws Exception {
        return http().send("GET " + path);
    }

    /** {@return a new event in the calendar of the signed-in user} */
    JsonNode event(String properties) throws Exception {
        return created("/me/events", properties);
    }

    JsonNode created(String collection, String properties) throws Exception {
        HttpResponse<byte[]> response = post(collection, properties);
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(201);
        return PlainHttp.json(response);
    }

    /** {@return the path of an event of the signed-in user} */
    static String path(JsonNode event) {
        return "/me/events/" + event.path("id").asText();
    }

    /** {@return start and end as a request has them, an hour long} */
    static String times(String start, String zone) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var time = LocalDateTime.parse(start);
        json.putObject("start").put("dateTime", time.toString()).put("timeZone", zone);
        json.putObject("end").put("dateTime", time.plusHours(1).toString()).put("timeZone", zone);
        return json.toString().substring(1, json.toString().length() - 1);
    }

    /** {@return a series on each day} */
    static String daily(String start, String zone, int count) {
        return "{'subject':'Daily'," + times(start, zone)
                + ",'recurrence':{'pattern':{'type':'daily','interval':1},'range':{'type':'numbered','startDate':'"
                + start.substring(0, 10) + "','numberOfOccurrences':" + count + "}}}";
    }

    /** {@return the members of a list} */
    static List<JsonNode> members(JsonNode list) {
        return StreamSupport.stream(list.path("value").spliterator(), false).toList();
    }

    List<JsonNode> instances(String series, String from, String to) throws Exception {
        return members(get(series + "/instances?startDateTime=" + from + "&endDateTime=" + to));
    }

    void attach(String item, String name) throws Exception {
        String content = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
        assertThat(post(
                                item + "/attachments",
                                "{'@odata.type':'#microsoft.graph.fileAttachment','name':'" + name
                                        + "','contentBytes':'" + content + "'}")
                        .statusCode())
                .isEqualTo(201);
    }
}
