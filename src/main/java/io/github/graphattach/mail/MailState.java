package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.OwnedGraphClient;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.Tries;
import io.github.graphattach.upload.UploadContext;
import java.time.Duration;
import java.time.Instant;

/** What the stages of the work on one mail share, whatever that work is. */
class MailState {

    final Ownership ownership;
    final GraphClient client;
    final MessageFolder folder;
    final MarkerSource source;
    final UploadContext context;
    final Tries tries;

    /** Of the questions that are asked between two tries of what changes something: an answer to them does not begin these anew. */
    final Tries questions;

    private Marker marker = Marker.NONE;
    private MailRecord known = MailRecord.NOT_MADE;

    MailState(
            Ownership ownership, GraphClient client, MessageFolder folder, MarkerSource source, UploadContext context) {
        this.ownership = ownership;
        this.client = new OwnedGraphClient(client, ownership, reply -> {});
        this.folder = folder;
        this.source = source;
        this.context = context;
        this.tries = new Tries(context);
        this.questions = new Tries(context);
    }

    void markWith(Marker own) {
        marker = own;
    }

    /** {@return by which the mail is found again; that of no job before the first claim} */
    Marker marker() {
        return marker;
    }

    /** The mail is this process's, and that is what earlier tries have written down. */
    void claimed(MailRecord record) {
        known = record;
    }

    /** {@return what is written down of the mail} */
    MailRecord known() {
        return known;
    }

    /** Writes down how far the mail is. */
    void save(MailRecord record) {
        ownership.save(record);
        known = record;
    }

    /** {@return what writes down what is known, and goes on} Where the store fails that is done again, and no request. */
    Transition noted(MailRecord record, Transition.Continuation next) {
        return Transition.to(new Noting(this, record, next));
    }

    /** {@return how long it is from now until so long after the service was asked} */
    Duration untilAsked(Duration ago) {
        Instant now = context.clock().now();
        return Duration.between(now, known.askedAt().orElse(now).plus(ago));
    }
}
