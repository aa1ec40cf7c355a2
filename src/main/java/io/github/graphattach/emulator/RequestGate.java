package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.util.Optional;

/** What each request passes before it is served: the service's limits, then the script of faults. */
final class RequestGate {

    /** Serves a request that has passed. */
    @FunctionalInterface
    interface Service {
        void serve(FaultPlan plan) throws IOException;
    }

    private final Throttling throttling;
    private final Faults faults;
    private final UploadSessions sessions;
    private final MailTransport transport;
    private final EmulatorClock clock;
    private final ErrorBody errors;

    RequestGate(
            Throttling throttling,
            Faults faults,
            UploadSessions sessions,
            MailTransport transport,
            EmulatorClock clock) {
        this.throttling = throttling;
        this.faults = faults;
        this.sessions = sessions;
        this.transport = transport;
        this.clock = clock;
        this.errors = new ErrorBody(clock);
    }

    void pass(RecordedExchange.Host host, HttpExchange exchange, IncomingRequest request, Service service)
            throws IOException {
        Throttling.Admission admission = throttling.admit(request);
        // Whoever has the answer may send the next request at once, on another connection.
        exchange.whenReplyLeaves(admission::end);
        try {
            FaultPlan plan = faults.strike(request);
            exchange.setNote(plan.description());
            clock.advance(plan.clockJump());
            transport.carryOut();
            Optional<UploadSession> lost = request.session().filter(session -> plan.losesSession());
            if (lost.isPresent()) {
                sessions.discard(lost.get());
            }
            if (plan.begin(exchange, errors, host)) {
                service.serve(plan);
            }
        } finally {
            admission.end();
        }
    }
}
