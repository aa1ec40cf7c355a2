package io.github.graphattach.emulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The policy of each mailbox, which is the usual one until somebody changes it. */
final class MailPolicies {

    private final Map<Mailbox, MailPolicy> policies = new ConcurrentHashMap<>();
    private final SizeLimits sizes;

    MailPolicies(SizeLimits sizes) {
        this.sizes = sizes;
    }

    MailPolicy of(Mailbox mailbox) {
        return policies.computeIfAbsent(mailbox, unchanged -> usual());
    }

    /** {@return what a mailbox has from the start} */
    MailPolicy usual() {
        return new MailPolicy(sizes.message());
    }

    void clear() {
        policies.clear();
    }
}
