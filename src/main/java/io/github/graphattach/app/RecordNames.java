package io.github.graphattach.app;

import java.nio.charset.StandardCharsets;

/** What the files and folders are called that the application itself makes for a job. */
final class RecordNames {

    private static final String RECEIPT = ".receipt.json";
    private static final String ERROR = ".error.json";

    /** File systems take 255 bytes. */
    private static final int LONGEST = 255;

    /** Leaves room for the time and a counter, and for a path. */
    private static final int LONGEST_FOLDER = 150;

    /** In characters; what is longer is no ending that says what a file is. */
    private static final int LONGEST_ENDING = 10;

    private RecordNames() {}

    /** {@return the name of the receipt of a job} */
    static String receipt(String job) {
        return base(job) + RECEIPT;
    }

    /** {@return the name of the account of why a job failed} */
    static String error(String job) {
        return base(job) + ERROR;
    }

    /** {@return whether a file of that name may be such a record} */
    static boolean mayBe(String name) {
        return name.endsWith(RECEIPT) || name.endsWith(ERROR);
    }

    /** {@return whether a file of that name may be a receipt} */
    static boolean isReceipt(String name) {
        return name.endsWith(RECEIPT);
    }

    /** {@return what a job's folders are called, before the time} */
    static String folder(HeldJob job) {
        return job.id().orElseGet(() -> {
            var plain = base(job.name()).replaceAll("[^A-Za-z0-9._-]", "-");
            return plain.substring(0, Math.min(plain.length(), LONGEST_FOLDER));
        });
    }

    /** {@return the job's name without {@code .json}, shortened where it would be too long; the whole name of a file} */
    private static String base(String job) {
        var base = JobReader.isJob(job) ? job.substring(0, job.length() - ".json".length()) : job;
        if (length(base) + RECEIPT.length() <= LONGEST) {
            return base;
        }
        var mark = "-" + HeldFile.sha256(base.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
        var kept = base;
        while (length(kept) + mark.length() + RECEIPT.length() > LONGEST) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + mark;
    }

    /** {@return the name with a mark before its ending, shortened where it would be too long} */
    static String marked(String name, String mark) {
        var dot = name.lastIndexOf('.');
        var ending = dot > 0 && name.length() - dot <= LONGEST_ENDING ? name.substring(dot) : "";
        var kept = name.substring(0, name.length() - ending.length());
        var added = " (" + mark + ")" + ending;
        while (length(kept) + length(added) > LONGEST) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + added;
    }

    private static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
