package io.github.graphattach.session;

import static io.github.graphattach.session.Sample.COMPLETED;
import static io.github.graphattach.session.Sample.ITEM;
import static io.github.graphattach.session.Sample.KEY;
import static io.github.graphattach.session.Sample.OTHER_ITEM;
import static io.github.graphattach.session.Sample.OTHER_KEY;
import static io.github.graphattach.session.Sample.TERMS;
import static io.github.graphattach.session.Sample.checkpoint;
import static io.github.graphattach.session.Sample.claim;
import static io.github.graphattach.session.Sample.claimed;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does, on whatever it keeps its rows. */
abstract class UploadSessionStoreContract {

    /** {@return a store with {@link Sample#TERMS}; a second one stands for another JVM where the store can be shared} */
    abstract UploadSessionStore store();

    /** Lets time pass for everything that is in the store. */
    abstract void elapse(Duration time);

    @Test
    void aNewUploadIsClaimedWithoutACheckpoint() {
        assertThat(claimed(store().claim(KEY)).checkpoint()).isEmpty();
    }

    @Test
    void whatIsClaimedIsBusyForEverybodyElse() {
        UploadSessionStore store = store();
        claim(store, KEY);

        assertThat(store.claim(KEY)).isInstanceOfSatisfying(Claim.Busy.class, busy -> assertThat(busy.retryIn())
                .isPositive()
                .isLessThanOrEqualTo(TERMS.lease().plus(TERMS.grace())));
        assertThat(store.claim(OTHER_KEY)).as("another upload").isInstanceOf(Claim.Claimed.class);
    }

    static List<Checkpoint> checkpoints() {
        return List.of(
                Sample.early(),
                checkpoint(0),
                checkpoint(25_000_000),
                checkpoint(Sample.URL, 7, Sample.ids(3)),
                checkpoint(Sample.URL, 7, Sample.ids(5000)));
    }

    @ParameterizedTest
    @MethodSource("checkpoints")
    void theNextOwnerFindsTheWholeCheckpoint(Checkpoint checkpoint) {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);

        assertThat(store.save(lease, checkpoint(42))).isTrue();
        assertThat(store.save(lease, checkpoint)).isTrue();
        assertThat(store.release(lease)).isTrue();

        assertThat(claimed(store.claim(KEY)).checkpoint()).contains(checkpoint);
    }

    @Test
    void theNextOwnerFindsHowFarAMailIs() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        assertThat(store.mail(lease)).isEmpty();

        assertThat(store.saveMail(lease, MailRecord.ASKED_FOR)).isTrue();
        assertThat(store.saveMail(lease, MailRecord.made("AAMkDraft="))).isTrue();
        assertThat(store.release(lease)).isTrue();

        assertThat(store().mail(claim(store(), KEY))).contains(MailRecord.made("AAMkDraft="));
        assertThat(store.mail(claim(store, OTHER_KEY))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(MailRecord.State.class)
    void theNextOwnerFindsAllThatWasWrittenDownOfAMail(MailRecord.State state) {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        MailRecord mail = MailRecord.made("AAMkDraft=")
                .bringing(List.of("AAMkFirst=", "AAMkSecond="))
                .leavingAt(Optional.of(Instant.parse("2027-01-01T08:00:00Z")))
                .asked(state, Instant.parse("2026-12-31T23:59:59.123456Z"));

        assertThat(store.saveMail(lease, mail)).isTrue();
        assertThat(store.release(lease)).isTrue();

        assertThat(store().mail(claim(store(), KEY))).contains(mail);
    }

    @Test
    void whoHasLostAMailWritesNothingOfIt() {
        UploadSessionStore store = store();
        Lease lost = claim(store, KEY);
        store.saveMail(lost, MailRecord.ASKED_FOR);
        elapse(TERMS.untilTakeover());
        Lease present = claim(store, KEY);

        assertThat(store.saveMail(lost, MailRecord.made("AAMkOther="))).isFalse();

        assertThat(store.mail(present)).contains(MailRecord.ASKED_FOR);
    }

    /** As with a checkpoint: what nobody has gone on with for so long, nobody will. */
    @Test
    void whatIsKnownOfAMailGoesWithItsRow() {
        UploadSessionStore store = store();
        Lease removed = claim(store, KEY);
        store.saveMail(removed, MailRecord.ASKED_FOR);
        store.remove(removed);
        Lease old = claim(store, OTHER_KEY);
        store.saveMail(old, MailRecord.made("AAMkDraft="));
        store.release(old);

        elapse(TERMS.retention().plus(Duration.ofSeconds(1)));
        store.purge();

        assertThat(store.mail(claim(store, KEY))).isEmpty();
        assertThat(store.mail(claim(store, OTHER_KEY))).isEmpty();
    }

    @Test
    void aCheckpointHasWhatWasListedBeforeItsUploadAndNothingThatCameSince() {
        UploadSessionStore store = store();
        ListedIds list = ListedIds.of(Sample.ids(3));
        leave(store, KEY, list);
        leave(store, OTHER_KEY, list.with("since"));

        assertThat(listed(store(), KEY)).isEqualTo(list);
        assertThat(listed(store(), OTHER_KEY)).isEqualTo(list.with("since"));
    }

    @Test
    void listsThatGrewApartAreKeptApart() {
        UploadSessionStore store = store();
        ListedIds list = ListedIds.of(List.of("a"));
        leave(store, KEY, list);
        leave(store, OTHER_KEY, list.with("b"));
        leave(store, "third", listed(store, KEY).with("c"));
        leave(store, "fourth", list.with("d"));

        assertThat(listed(store, OTHER_KEY)).containsExactly("a", "b");
        assertThat(listed(store, "third")).containsExactly("a", "c");
        assertThat(listed(store, "fourth")).containsExactly("a", "d");
    }

    @Test
    void theListOfACheckpointStaysWhateverBecomesOfTheOthersThatGoByIt() {
        UploadSessionStore store = store();
        ListedIds list = ListedIds.of(Sample.ids(3));
        leave(store, KEY, list);
        Lease completed = claim(store, "completed");
        store.save(completed, checkpoint(Sample.URL, 7, list));
        store.complete(completed, COMPLETED);
        Lease removed = claim(store, "removed");
        store.save(removed, checkpoint(Sample.URL, 7, list.with("since")));
        store.remove(removed);

        elapse(Duration.ofDays(1));
        store.purge();
        store.purge();

        assertThat(listed(store, KEY)).isEqualTo(list);
    }

    @Test
    void whoGoesOnWithAListThatNobodyNeededAnyMoreHasTheWholeOfIt() {
        UploadSessionStore store = store();
        ListedIds list = ListedIds.of(Sample.ids(3));
        Lease first = claim(store, KEY);
        store.save(first, checkpoint(Sample.URL, 7, list));
        store.complete(first, COMPLETED);
        elapse(Duration.ofDays(1));
        store.purge();
        store.purge();

        leave(store, OTHER_KEY, list.with("since"));

        assertThat(listed(store, OTHER_KEY)).isEqualTo(list.with("since"));
    }

    static void leave(UploadSessionStore store, String key, ListedIds listed) {
        Lease lease = claim(store, key);
        store.save(lease, checkpoint(Sample.URL, 7, listed));
        store.release(lease);
    }

    static ListedIds listed(UploadSessionStore store, String key) {
        Claim.Claimed claimed = claimed(store.claim(key));
        store.release(claimed.lease());
        return claimed.checkpoint().orElseThrow().baselineIds();
    }

    @Test
    void whatIsReleasedIsFreeAtOnceAndTheNextEpochIsHigher() {
        UploadSessionStore store = store();
        Lease first = claim(store, KEY);
        store.release(first);

        Lease second = claim(store, KEY);

        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(second.owner()).isNotEqualTo(first.owner());
    }

    @Test
    void nobodyTakesOverBeforeTheLeaseAndTheGraceHaveRunOff() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        store.save(lease, checkpoint(7));

        elapse(TERMS.lease().plusMinutes(1));
        assertThat(store.claim(KEY)).as("in the grace").isInstanceOf(Claim.Busy.class);
        elapse(TERMS.grace().minusMinutes(2));
        assertThat(store.claim(KEY)).as("at the end of the grace").isInstanceOf(Claim.Busy.class);
        elapse(Duration.ofMinutes(1));

        Claim.Claimed takeover = claimed(store.claim(KEY));
        assertThat(takeover.lease().epoch()).isGreaterThan(lease.epoch());
        assertThat(takeover.checkpoint()).contains(checkpoint(7));
    }

    @Test
    void anAttachmentIsAdoptedByOneUploadOnly() {
        UploadSessionStore store = store();
        Lease first = claim(store, KEY);
        Lease second = claim(store, OTHER_KEY);

        assertThat(finds(store, first, "a")).isTrue();
        assertThat(finds(store, second, "a")).as("another upload's").isFalse();
        assertThat(finds(store, first, "a")).as("its own again").isTrue();
        assertThat(finds(store, second, "A")).as("ids are case-sensitive").isTrue();
        assertThat(store.save(second, checkpoint(7))).as("still at work").isTrue();
    }

    /** {@return whether an attachment that holds the upload's bytes becomes its own} */
    private static boolean finds(UploadSessionStore store, Lease lease, String attachmentId) {
        return store.adopt(lease, ITEM, checkpoint(7).naming(attachmentId, true), Proof.FOUND);
    }

    /** {@return whether an attachment that the service named becomes the upload's own} */
    private static boolean isNamed(UploadSessionStore store, Lease lease, String attachmentId) {
        return store.adopt(lease, ITEM, checkpoint(7).naming(attachmentId, true), Proof.NAMED);
    }

    @Test
    void whoAdoptsSavesACheckpointAndWhoIsRefusedSavesNone() {
        UploadSessionStore store = store();
        Lease first = claim(store, KEY);
        Lease second = claim(store, OTHER_KEY);
        store.save(second, checkpoint(5));

        assertThat(finds(store, first, "a")).isTrue();
        assertThat(finds(store, second, "a")).isFalse();
        store.release(first);
        store.release(second);

        assertThat(claimed(store.claim(KEY)).checkpoint())
                .contains(checkpoint(7).naming("a", true));
        assertThat(claimed(store.claim(OTHER_KEY)).checkpoint()).contains(checkpoint(5));
    }

    @Test
    void whatWasAdoptedStaysSoWhateverBecomesOfTheUpload() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        Lease other = claim(store, OTHER_KEY);
        finds(store, lease, "a");

        store.release(lease);
        assertThat(finds(store, other, "a")).as("after a failure").isFalse();
        Lease next = claim(store, KEY);
        assertThat(finds(store, other, "a")).as("with the next owner").isFalse();
        assertThat(finds(store, next, "a")).as("by the next owner").isTrue();
        store.complete(next, COMPLETED);
        assertThat(finds(store, other, "a")).as("after completion").isFalse();
    }

    @Test
    void whatIsGivenUpForAnotherAttachmentOrRemovedIsFree() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        Lease other = claim(store, OTHER_KEY);
        finds(store, lease, "a");
        finds(store, lease, "b");

        assertThat(finds(store, other, "a")).isTrue();
        store.remove(lease);
        assertThat(finds(store, other, "b")).isTrue();
    }

    @Test
    void whoHasLostTheUploadAdoptsNothing() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        elapse(TERMS.lease().plus(TERMS.grace()));
        Lease next = claim(store, KEY);

        assertThat(finds(store, lease, "a")).isFalse();
        assertThat(finds(store, next, "a")).isTrue();
    }

    @Test
    void idsAreJudgedPerItem() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        Lease other = claim(store, OTHER_KEY);
        finds(store, lease, "a");

        assertThat(store.adopt(other, OTHER_ITEM, checkpoint(7).naming("a", true), Proof.FOUND))
                .isTrue();
        assertThat(finds(store, lease, "a")).as("the first's still").isTrue();
    }

    @Test
    void whatTheServiceNamesIsTheCallersWhateverAnotherHadOfThatId() {
        UploadSessionStore store = store();
        Lease before = claim(store, KEY);
        finds(store, before, "a");
        store.complete(before, COMPLETED);
        Lease lease = claim(store, OTHER_KEY);
        store.save(lease, checkpoint(7));

        assertThat(isNamed(store, lease, "a")).isTrue();

        assertThat(claimed(store.claim(KEY)).checkpoint())
                .as("what the other had of that id is gone, so it is not completed")
                .isEmpty();
    }

    @Test
    void whatAnotherHasFoundSinceTheRequestBeganIsTheOthers() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        store.save(lease, checkpoint(7));
        Lease other = claim(store, OTHER_KEY);
        finds(store, other, "a");
        store.save(lease, checkpoint(7));

        assertThat(isNamed(store, lease, "a")).isFalse();
        assertThat(store.renew(lease)).as("still at work").isTrue();
        assertThat(isNamed(store, lease, "b")).isTrue();
    }

    @Test
    void aRecordWhoseAttachmentIsGoneIsDroppedByOneOnly() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        isNamed(store, lease, COMPLETED.attachmentId());
        store.complete(lease, COMPLETED);

        Claim.Claimed anew = claimed(store.claimAnew(KEY, COMPLETED));
        assertThat(anew.checkpoint()).isEmpty();
        assertThat(store.claimAnew(KEY, COMPLETED)).as("for whoever comes next").isInstanceOf(Claim.Busy.class);
        assertThat(store.renew(anew.lease())).isTrue();
        CompletedUpload second = new CompletedUpload("another", COMPLETED.sha256(), "", 7, "SIZE", Instant.EPOCH);
        store.complete(anew.lease(), second);
        assertThat(store.claimAnew(KEY, COMPLETED))
                .as("another attachment is not the one that is gone")
                .isEqualTo(new Claim.Completed(second));
    }

    @Test
    void aRecordThatNobodyHasIsClaimedLikeANewUpload() {
        assertThat(claimed(store().claimAnew(KEY, COMPLETED)).checkpoint()).isEmpty();
    }

    static List<BiPredicate<UploadSessionStore, Lease>> signsOfLife() {
        return List.of(UploadSessionStore::renew, (store, lease) -> store.save(lease, checkpoint(7)));
    }

    @ParameterizedTest
    @MethodSource("signsOfLife")
    void eachSignOfLifeStartsTheLeaseAnew(BiPredicate<UploadSessionStore, Lease> sign) {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        Duration almost = TERMS.lease().plus(TERMS.grace()).minusMinutes(1);

        elapse(almost);
        assertThat(sign.test(store, lease)).isTrue();
        elapse(almost);

        assertThat(store.claim(KEY)).isInstanceOf(Claim.Busy.class);
    }

    @ParameterizedTest
    @MethodSource("signsOfLife")
    void whoComesLateButBeforeAnybodyElseIsTheOwnerStill(BiPredicate<UploadSessionStore, Lease> sign) {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);

        elapse(Duration.ofHours(5));

        assertThat(sign.test(store, lease)).isTrue();
        assertThat(store.claim(KEY)).isInstanceOf(Claim.Busy.class);
    }

    @Test
    void renewingKeepsTheCheckpoint() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        store.save(lease, checkpoint(7));

        store.renew(lease);
        store.release(lease);

        assertThat(claimed(store.claim(KEY)).checkpoint()).contains(checkpoint(7));
    }

    @Test
    void whoLostTheEpochChangesNothingAnyMore() {
        UploadSessionStore paused = store();
        Lease old = claim(paused, KEY);
        paused.save(old, checkpoint(7));
        elapse(Duration.ofHours(5));
        UploadSessionStore other = store();
        Lease young = claim(other, KEY);
        other.save(young, checkpoint(9));

        assertNothingCanBeDone(paused, old);

        assertThat(other.release(young)).as("the new owner is the owner still").isTrue();
        assertThat(claimed(other.claim(KEY)).checkpoint()).contains(checkpoint(9));
    }

    @Test
    void aLeaseDoesNotComeBackWhenItsRowWasRemovedAndMadeAnew() {
        UploadSessionStore store = store();
        Lease old = claim(store, KEY);
        store.remove(old);
        Lease young = claim(store, KEY);

        assertNothingCanBeDone(store, old);

        assertThat(store.renew(young)).isTrue();
    }

    @Test
    void aLeaseEndsWithItsRelease() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        store.release(lease);

        assertNothingCanBeDone(store, lease);

        assertThat(store.claim(KEY)).as("it is free").isInstanceOf(Claim.Claimed.class);
    }

    @Test
    void aLeaseEndsWithTheCompletion() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        store.complete(lease, COMPLETED);

        assertNothingCanBeDone(store, lease);

        assertThat(store.claim(KEY)).isEqualTo(new Claim.Completed(COMPLETED));
    }

    private static void assertNothingCanBeDone(UploadSessionStore store, Lease lost) {
        assertThat(store.save(lost, checkpoint(8))).as("save").isFalse();
        assertThat(store.renew(lost)).as("renew").isFalse();
        assertThat(store.complete(lost, new CompletedUpload("wrong", Optional.empty(), "", 0, "none", Instant.EPOCH)))
                .as("complete")
                .isFalse();
        assertThat(store.release(lost)).as("release").isFalse();
        assertThat(store.remove(lost)).as("remove").isFalse();
    }

    @Test
    void aCompletedUploadAnswersWithItsResultForSevenDays() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        store.save(lease, checkpoint(7));
        assertThat(store.complete(lease, COMPLETED)).isTrue();

        elapse(Duration.ofDays(7).minusMinutes(1));
        assertThat(store.claim(KEY)).isEqualTo(new Claim.Completed(COMPLETED));
        elapse(Duration.ofMinutes(2));

        Claim.Claimed again = claimed(store.claim(KEY));
        assertThat(again.checkpoint()).as("of the upload that was completed").isEmpty();
        assertThat(store.release(again.lease())).isTrue();
        assertThat(store.claim(KEY)).as("the result is forgotten").isInstanceOf(Claim.Claimed.class);
    }

    @Test
    void whatIsRemovedIsForgotten() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        store.save(lease, checkpoint(7));

        assertThat(store.remove(lease)).isTrue();

        assertThat(claimed(store.claim(KEY)).checkpoint()).isEmpty();
    }

    @Test
    void purgingForgetsWhatWasCompletedOrLeftSevenDaysAgoAndNothingElse() {
        UploadSessionStore store = store();
        store.complete(claim(store, "completed"), COMPLETED);
        Lease released = claim(store, "released");
        store.save(released, checkpoint(7));
        store.release(released);
        Lease paused = claim(store, "abandoned");
        store.save(paused, checkpoint(9));
        Lease working = claim(store, "working");
        assertThat(store.purge()).as("at once").isZero();

        elapse(Duration.ofDays(7).plusMinutes(1));
        store.renew(working);
        assertThat(store.purge()).as("the completed and the released one").isEqualTo(2);
        assertThat(claimed(store.claim("completed")).checkpoint()).isEmpty();
        assertThat(claimed(store.claim("released")).checkpoint()).isEmpty();
        assertThat(claimed(store.claim("abandoned")).checkpoint()).contains(checkpoint(9));
        assertThat(store.renew(working)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "'; DROP TABLE graph_attach_upload; --"})
    void anyShortTextIsAKey(String key) {
        UploadSessionStore store = store();
        Lease lease = claim(store, key);
        store.save(lease, checkpoint(7));
        store.release(lease);

        assertThat(claimed(store.claim(key)).checkpoint()).isEqualTo(Optional.of(checkpoint(7)));
    }
}
