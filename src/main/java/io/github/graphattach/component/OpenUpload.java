package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.ByteRange;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.mailbox.MailboxGate;
import io.github.graphattach.mailbox.UploadBudget;
import io.github.graphattach.upload.Upload;
import io.github.graphattach.upload.UploadException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * An upload between its first step and its last: the body after {@code operation=open}, and the list of the ranges that are
 * still to be sent. Going through the ranges reads nothing.
 *
 * <p>It has the item for itself, because Outlook refuses parallel writes to one item with ErrorIrresolvableConflict.
 */
public final class OpenUpload implements Iterable<UploadRange> {

    private final Upload upload;
    private final AttachmentContent content;
    private final Lane lane;
    private final @Nullable Object originalBody;
    private Optional<MailboxGate.Permit> itemPermit = Optional.empty();
    private Runnable whenClosed = () -> {};
    private boolean driven;
    private boolean closed;

    /**
     * Where requests queue.
     *
     * @param resources of the component
     * @param mailbox key of the mailbox
     * @param item key of the item
     * @param budget bytes per time of a mailbox
     * @param concurrency requests in flight per mailbox
     */
    record Lane(ComponentResources resources, String mailbox, String item, UploadBudget budget, int concurrency) {

        /** {@return under what the item is had by one at a time} */
        String itemPermit() {
            return "item " + item;
        }
    }

    OpenUpload(Upload upload, AttachmentContent content, Lane lane, @Nullable Object originalBody) {
        this.upload = upload;
        this.content = content;
        this.lane = lane;
        this.originalBody = originalBody;
    }

    /**
     * Drives the upload, and lets go of the item when it fails.
     *
     * @param goal when to stop
     * @return completes on a thread of the component; fails with an {@link UploadException}
     */
    CompletableFuture<Void> driveTo(Predicate<Upload> goal) {
        if (!begin()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException(
                            "this upload is closed or used by another exchange; send the ranges of one upload one after another"));
        }
        return lockItem()
                .thenCompose(locked ->
                        lane.resources().runner().run(upload, lane.mailbox(), lane.concurrency(), lane.budget(), goal))
                .whenComplete((none, failure) -> end(failure != null));
    }

    private synchronized boolean begin() {
        boolean free = !driven && !closed;
        driven |= free;
        return free;
    }

    private synchronized void end(boolean failed) {
        driven = false;
        if (failed || closed) {
            unlockItem();
        }
        if (closed) {
            abandonUnlessDone();
        }
    }

    private synchronized CompletableFuture<Void> lockItem() {
        return itemPermit.isPresent()
                ? CompletableFuture.completedFuture(null)
                : lane.resources().runner().lock(upload, lane.itemPermit()).thenAccept(this::keep);
    }

    private synchronized void keep(MailboxGate.Permit permit) {
        itemPermit = Optional.of(permit);
    }

    private synchronized void unlockItem() {
        itemPermit.ifPresent(MailboxGate.Permit::close);
        itemPermit = Optional.empty();
    }

    /** Gives the upload up at the service, and its item free; one that is just being driven stops at its next step. */
    synchronized void cancel() {
        upload.cancel();
        if (!driven) {
            upload.discard();
            unlockItem();
        }
    }

    /** The component has stopped. Gives the item free; a thread that still drives the upload ends it by itself. */
    synchronized void interrupt() {
        if (!driven && !closed) {
            upload.abandon();
            unlockItem();
        }
    }

    synchronized void whenClosed(Runnable action) {
        whenClosed = action;
    }

    /** Ends the use of this upload: nothing stays open or locked here. What is not done can be resumed. Idempotent. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        whenClosed.run();
        if (!driven) {
            abandonUnlessDone();
            unlockItem();
        }
    }

    private void abandonUnlessDone() {
        if (!upload.isDone()) {
            upload.abandon();
        }
        IOHelper.close(content);
    }

    /** {@return whether others have to wait for that item until this upload is finished, has failed or was cancelled} */
    synchronized boolean has(String item) {
        return lane.item().equals(item) && !closed && (driven || itemPermit.isPresent());
    }

    Upload upload() {
        return upload;
    }

    @Nullable
    Object originalBody() {
        return originalBody;
    }

    @Override
    public Iterator<UploadRange> iterator() {
        Iterator<ByteRange> ranges = upload.plan();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ranges.hasNext();
            }

            @Override
            public UploadRange next() {
                return new UploadRange(OpenUpload.this, ranges.next());
            }
        };
    }

    @Override
    public String toString() {
        return "'" + GraphError.oneLine(upload.attachment().name()) + "' ("
                + upload.attachment().size() + " bytes) to "
                + ShownPath.of(upload.item().path());
    }
}
