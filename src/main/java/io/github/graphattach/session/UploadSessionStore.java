package io.github.graphattach.session;

import java.util.Optional;

/**
 * Keeps a checkpoint per upload, and sees to it that each upload has one owner at a time, also among several JVMs.
 *
 * <p>Who claims an upload holds a lease. The lease lasts {@link LeaseTerms#lease()} from its last sign of life, which every
 * {@link #claim}, {@link #save}, {@link #adopt} and {@link #renew} is; after it and after {@link LeaseTerms#grace()} another can claim the
 * upload, with a higher epoch. Every other method takes effect only for the present owner, in one step, and returns whether
 * it did: who gets {@code false} has lost the upload for good and must send nothing more for it, not even a DELETE. An owner
 * that comes too late with its sign of life, but before anybody else has claimed the upload, is the owner still.
 *
 * <p>All methods may be called by many threads, may block, and throw {@link SessionStoreException} when the store cannot be
 * reached.
 */
public interface UploadSessionStore extends AutoCloseable {

    /** {@return how long leases and records last} */
    LeaseTerms terms();

    /**
     * Asks to work on an upload.
     *
     * @param key from {@link UploadKey}
     * @return the lease with the last checkpoint; or what came of the upload, where it was completed; or for how long
     *     somebody else owns it
     */
    Claim claim(String key);

    /**
     * As {@link #claim}, where the service has shown that the result of the upload is not there any more: the record of it is
     * dropped, unless somebody has done that already.
     *
     * @param key from {@link UploadKey}
     * @param gone what the upload was recorded to have attached
     * @return as {@code claim}
     */
    Claim claimAnew(String key, CompletedUpload gone);

    /**
     * Lets an upload that an earlier release has written go on under the key that it has now. Does nothing where there is
     * none, or where the present key has one already.
     *
     * @param formerKey from {@link UploadKey#former}
     * @param key from {@link UploadKey}
     */
    default void carryOver(String formerKey, String key) {}

    /**
     * Replaces the checkpoint and renews the lease.
     *
     * @param lease the caller's
     * @param checkpoint to be found by the next owner
     * @return whether the caller is still the owner; nothing was saved if not
     */
    boolean save(Lease lease, Checkpoint checkpoint);

    /**
     * Reads what is known of a mail. Mails are claimed as uploads are, under keys of their own.
     *
     * @param lease the caller's
     * @return what was saved last; empty when nothing was
     * @throws SessionStoreException also when this store keeps no mails, as by default
     */
    default Optional<MailRecord> mail(Lease lease) {
        throw keepsNoMails();
    }

    /**
     * Replaces what is known of a mail and renews the lease. It is kept as long as a checkpoint.
     *
     * @param lease the caller's
     * @param mail to be found by the next owner
     * @return whether the caller is still the owner; nothing was saved if not
     * @throws SessionStoreException also when this store keeps no mails, as by default
     */
    default boolean saveMail(Lease lease, MailRecord mail) {
        throw keepsNoMails();
    }

    private static SessionStoreException keepsNoMails() {
        return new SessionStoreException(
                "This session store keeps uploads only; use one of the component's own for operations that make mails");
    }

    /**
     * Renews the lease.
     *
     * @param lease the caller's
     * @return whether the caller is still the owner
     */
    boolean renew(Lease lease);

    /**
     * Notes that an attachment is this upload's, in place of any that was noted before, and saves the checkpoint that names
     * it. No two uploads to one item have the same one: where answers were lost, nothing that the service shows tells apart
     * what two uploads of the same bytes to the same item have made.
     *
     * <p>What the service {@link Proof#NAMED named} was made by this upload, whatever others have noted before: that is of
     * another attachment of that id, deleted since. Only who has taken it since this upload may have made it keeps it.
     *
     * @param lease the caller's
     * @param itemKey of the item, from {@link UploadKey#ofItem}; ids are unique within it
     * @param checkpoint to be found by the next owner; it has the attachment's id
     * @param proof why it is this upload's
     * @return whether the attachment is the caller's now; false when it is another upload's, or the caller is not the owner
     *     any more. Nothing was saved then
     */
    boolean adopt(Lease lease, String itemKey, Checkpoint checkpoint, Proof proof);

    /**
     * Replaces the checkpoint by the upload's result, which is kept for {@link LeaseTerms#retention()}, and ends the lease.
     *
     * @param lease the caller's
     * @param upload to be answered to whoever claims the same upload
     * @return whether the caller was still the owner
     */
    boolean complete(Lease lease, CompletedUpload upload);

    /**
     * Ends the lease and keeps the checkpoint: the upload has failed for now, and anybody may resume it at once.
     *
     * @param lease the caller's
     * @return whether the caller was still the owner
     */
    boolean release(Lease lease);

    /**
     * Ends the lease and forgets the upload: nothing of it is left to resume.
     *
     * @param lease the caller's
     * @return whether the caller was still the owner
     */
    boolean remove(Lease lease);

    /**
     * Forgets the uploads that were completed, or left without an owner, longer than {@link LeaseTerms#retention()} ago.
     *
     * @return how many
     */
    int purge();

    /**
     * Asks the store for nothing but an answer: no upload is claimed or looked for.
     *
     * @throws SessionStoreException when there is none; a store that cannot tell, as by default, is taken to be there
     */
    default void requireReachable() {}

    /** Frees what the store itself has opened. Leases that are out run off. */
    @Override
    void close();
}
