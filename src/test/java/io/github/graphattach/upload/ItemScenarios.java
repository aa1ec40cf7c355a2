package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The items that a file may go to. */
class ItemScenarios {

    @RegisterExtension
    static final World world = new World();

    /**
     * <pre>
     * server   an item anywhere in a mailbox or a group
     * client   a small and a large file; the last answer of the large one is lost
     * then     attached once
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/me/messages/M",
                "/users/cfo@contoso.com/mailFolders/inbox/childFolders/F/messages/M_-%3D",
                "/users/cfo@contoso.com/events/E",
                "/me/calendarGroups/G/calendars/C/calendarView/E/exceptionOccurrences/O",
                "/groups/g/events/E"
            })
    void everyItemTakesFiles(String path) {
        for (int size : new int[] {300, 2500}) {
            world.reset();
            world.item = world.emulator.create(path);
            world.on(PUT_RANGE).lastRange().loseReply();

            world.attach(World.file(size));

            world.attachedOnce(World.file(size));
        }
    }

    /**
     * <pre>
     * server   an event of a group, which stays empty though everything is answered as if it did not
     * client   looks at what it has attached
     * answer   201, then 404
     * then     fails as unverified; a second try does not send it again
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void anEventOfAGroupThatStaysEmptyIsNoticed(int size) {
        world.emulator.answers().groupEventsKeepAttachments(false);
        world.item = world.emulator.create("/groups/g/events/E");
        Upload upload = world.upload(World.file(size));

        UploadException failure = world.failureOf(upload);

        assertThat(failure.failure()).isEqualTo(UploadFailure.UNVERIFIED);
        int sent = world.requests("put").size() + world.requests("post").size();
        world.failureOf(upload);
        assertThat(world.requests("put").size() + world.requests("post").size()).isEqualTo(sent);
        world.assertNothingLeft();
    }
}
