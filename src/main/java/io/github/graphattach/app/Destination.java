package io.github.graphattach.app;

import java.util.Map;

/** Where the files of a job go: to an item that is there, or with a mail that the job makes and sends. */
public sealed interface Destination permits Target, Mail {

    /** {@return what receipts keep of it: equal for the same destination only, and nothing of what a mail says} */
    Map<String, Object> fields();
}
