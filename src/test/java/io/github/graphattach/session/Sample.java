package io.github.graphattach.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Values for the tests of the stores. */
final class Sample {

    static final String KEY =
            UploadKey.of("https://graph.microsoft.com/v1.0", "t", "c", "user u", "item", "a.pdf", "job-1");
    static final String OTHER_KEY =
            UploadKey.of("https://graph.microsoft.com/v1.0", "t", "c", "user u", "item", "a.pdf", "job-2");

    static final String ITEM = UploadKey.ofItem("https://graph.microsoft.com/v1.0", "item");
    static final String OTHER_ITEM = UploadKey.ofItem("https://graph.microsoft.com/v1.0", "other item");

    static final LeaseTerms TERMS = new LeaseTerms(Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofDays(7));

    static final String KEY_1 = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    static final String KEY_2 = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    static final String TOKEN = "eyJTb21lVG9rZW4iOiJ0b3Atc2VjcmV0In0";
    static final String URL =
            "https://outlook.office.com/api/gv1.0/users('u@t')/messages('AAMk=')/AttachmentSessions('s')"
                    + "?authtoken=" + TOKEN;

    static final CompletedUpload COMPLETED = new CompletedUpload(
            "AAMkAttachment=",
            Optional.of("ab".repeat(32)),
            "file:25000000",
            25_000_000,
            "content",
            Instant.parse("2026-11-23T09:00:00Z"));

    private Sample() {}

    static Checkpoint checkpoint(long nextOffset) {
        return checkpoint(URL, nextOffset, List.of("AAMk1", "AAMk2"));
    }

    static Checkpoint checkpoint(String url, long nextOffset, List<String> baselineIds) {
        return new Checkpoint(
                Optional.of(url),
                Optional.of(Instant.parse("2026-11-23T10:00:00.123456Z")),
                baselineIds instanceof ListedIds listed ? listed : ListedIds.of(baselineIds),
                "file:25000000:2026-11-20T08:00:00Z:(dev=1,ino=2)",
                25_000_000,
                Optional.of(new Checkpoint.Prefix(nextOffset, "cd".repeat(32))),
                nextOffset,
                Math.min(25_000_000, nextOffset + 3_932_160),
                true,
                Optional.of(Instant.parse("2026-11-23T08:59:58Z")),
                Optional.of("AAMkAttachment="),
                true,
                List.of("AAMk2"));
    }

    /** Nothing was sent yet, and nothing is known but the source. */
    static Checkpoint early() {
        return new Checkpoint(
                Optional.empty(),
                Optional.empty(),
                ListedIds.of(List.of()),
                "bytes:00",
                0,
                Optional.empty(),
                0,
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of());
    }

    /** As long as those of Graph, with characters that no separator and no SQL text survives. */
    static List<String> ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "AAMkAGI2' ; -- \" {,}\\\n\u00e9\ud83d\ude00NULL" + "Zk9".repeat(40) + i)
                .toList();
    }

    static Lease claim(UploadSessionStore store, String key) {
        return claimed(store.claim(key)).lease();
    }

    static Claim.Claimed claimed(Claim claim) {
        if (claim instanceof Claim.Claimed claimed) {
            return claimed;
        }
        throw new AssertionError("the upload should be free, but the claim is " + claim);
    }
}
