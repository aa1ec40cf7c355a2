package io.github.graphattach.upload;

import io.github.graphattach.session.Checkpoint;
import io.github.graphattach.session.Claim;
import io.github.graphattach.session.CompletedUpload;
import io.github.graphattach.session.Lease;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.session.Proof;
import io.github.graphattach.session.RenewingSessionStore;
import io.github.graphattach.session.UploadKeys;
import java.io.IOException;
import java.util.Optional;

/**
 * The right of this process to work on one upload, or on one mail, and the place where it writes down how far it is.
 *
 * <p>It is claimed by the first step of each try and ends with the last. What the store throws comes through.
 */
public final class Ownership {

    private final RenewingSessionStore store;
    private final KeySource source;
    private Optional<UploadKeys> known = Optional.empty();
    private Optional<Lease> lease = Optional.empty();
    private Optional<Checkpoint> saved = Optional.empty();

    /**
     * Prepares to claim an upload; nothing is asked of the store yet.
     *
     * @param store keeps checkpoints and leases
     * @param source of the upload's keys
     */
    public Ownership(RenewingSessionStore store, KeySource source) {
        this.store = store;
        this.source = source;
    }

    private UploadKeys keys() throws IOException {
        if (known.isEmpty()) {
            known = Optional.of(source.keys());
        }
        return known.get();
    }

    /** Asks to work on the upload; fails when its key cannot be made, for want of a token. */
    public Claim claim() throws IOException {
        UploadKeys keys = keys();
        keys.formerKey().ifPresent(former -> store.carryOver(former, keys.key()));
        return noted(store.claim(keys.key()));
    }

    /** The same, where the attachment that the upload is recorded to have made is gone. */
    Claim claimAnew(CompletedUpload gone) throws IOException {
        return noted(store.claimAnew(keys().key(), gone));
    }

    private Claim noted(Claim claim) {
        if (claim instanceof Claim.Claimed claimed) {
            lease = Optional.of(claimed.lease());
            saved = Optional.empty();
        }
        return claim;
    }

    /** {@return the item's key; empty before the first claim} */
    Optional<String> itemKey() {
        return known.map(UploadKeys::itemKey);
    }

    /** {@return whether this process has it} */
    public boolean isClaimed() {
        return lease.isPresent();
    }

    /**
     * Fails when this process may not act for the upload any more. One that slept through the end of its lease asks the
     * store, because the lease may still be there for it.
     */
    public void requireHeld() {
        Lease held = lease.orElseThrow(LeaseLostException::new);
        if (!store.isHeld(held) && !store.renew(held)) {
            throw new LeaseLostException();
        }
    }

    /** Writes down how far the upload is, where that was not written down last. */
    void save(Checkpoint checkpoint) {
        Lease held = lease.orElseThrow(LeaseLostException::new);
        if (saved.equals(Optional.of(checkpoint))) {
            return;
        }
        if (!store.save(held, checkpoint)) {
            throw new LeaseLostException();
        }
        saved = Optional.of(checkpoint);
    }

    /** {@return what is written down of a mail; empty where no try came that far} */
    public Optional<MailRecord> mail() {
        return store.mail(lease.orElseThrow(LeaseLostException::new));
    }

    /** Writes down how far a mail is. */
    public void save(MailRecord mail) {
        if (!store.saveMail(lease.orElseThrow(LeaseLostException::new), mail)) {
            throw new LeaseLostException();
        }
    }

    /** Makes the attachment that a checkpoint names this upload's, and saves it; {@return false when it is another's} */
    boolean adopt(Checkpoint checkpoint, Proof proof) {
        Lease held = lease.orElseThrow(LeaseLostException::new);
        if (store.adopt(held, known.orElseThrow().itemKey(), checkpoint, proof)) {
            saved = Optional.of(checkpoint);
            return true;
        }
        if (!store.renew(held)) {
            throw new LeaseLostException();
        }
        return false;
    }

    /** The upload is done. Who claims the same one again gets this record. */
    void complete(CompletedUpload upload) {
        if (!store.complete(lease.orElseThrow(LeaseLostException::new), upload)) {
            throw new LeaseLostException();
        }
        lease = Optional.empty();
    }

    /** The upload goes on later, from its last checkpoint. */
    public void release() {
        Optional<Lease> ending = lease;
        lease = Optional.empty();
        ending.ifPresent(store::release);
    }

    /** Nothing of the upload is left to go on with. */
    void remove() {
        Optional<Lease> ending = lease;
        lease = Optional.empty();
        ending.ifPresent(store::remove);
    }

    /** Somebody else has it, or nobody knows: nothing is done for it any more, not even at the store. */
    public void forget() {
        lease.ifPresent(store::forget);
        lease = Optional.empty();
    }
}
