package io.github.graphattach.emulator;

import io.github.graphattach.emulator.Answers.EscapedSlash;
import io.github.graphattach.emulator.http.PercentCoding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A path below the version segment, taken apart by the grammar of {@link Segment}.
 *
 * @param owner whose mailbox it is
 * @param steps the way through that mailbox
 */
record GraphPath(Owner owner, List<Step> steps) {

    private static final Pattern NAME = Pattern.compile("\\$?[A-Za-z_][\\w.]*(\\(.*\\))?");

    /** What stands where an id does, and is none. */
    private static final Pattern NO_ID =
            Pattern.compile("(?i)\\$\\w+(\\(.*\\))?|microsoft\\.graph\\..*|delta(\\(.*\\))?");

    /** Whose mailbox a path names. */
    record Owner(Kind kind, String id) {
        enum Kind {
            ME,
            USER,
            GROUP
        }

        @Override
        public String toString() {
            return switch (kind) {
                case ME -> "/me";
                case USER -> "/users/" + PercentCoding.encode(id);
                case GROUP -> "/groups/" + PercentCoding.encode(id);
            };
        }
    }

    /** A segment with the id of the member, where one is named. */
    record Step(Segment segment, Optional<String> id) {

        /** {@return whether this is one thing, not a collection} */
        boolean isOne() {
            return id.isPresent() || !segment.isKeyed();
        }

        boolean isItem() {
            return Segment.ITEMS.contains(segment) && id.isPresent();
        }

        @Override
        public String toString() {
            return "/" + segment.text()
                    + id.map(key -> "/" + PercentCoding.encode(key)).orElse("");
        }
    }

    /** As {@link #parse(List, EscapedSlash)} with a slash as separator. */
    static GraphPath parse(List<String> segments) {
        return parse(segments, EscapedSlash.SEPARATOR);
    }

    /**
     * Takes percent-decoded segments apart.
     *
     * @throws GraphFailure 501 naming a segment that is not implemented there, 400 when it can be none
     */
    static GraphPath parse(List<String> segments, EscapedSlash slash) {
        Segments rest = new Segments(segments, slash);
        Owner owner = owner(rest);
        Set<Segment> allowed = owner.kind() == Owner.Kind.GROUP ? Segment.OF_GROUP : Segment.OF_USER;
        List<Step> steps = new ArrayList<>();
        Set<Segment> seen = EnumSet.noneOf(Segment.class);
        while (rest.hasNext()) {
            Step step = step(rest, allowed);
            if (!seen.add(step.segment()) && step.segment() != Segment.CHILD_FOLDERS) {
                throw unknownSegment(step.segment().text());
            }
            steps.add(step);
            allowed = nextAfter(step);
        }
        return new GraphPath(owner, List.copyOf(steps));
    }

    /** Takes a path such as {@code /me/events/AAA=} apart, whose segments are percent-encoded. */
    static GraphPath parse(String path) {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        List<String> segments = new ArrayList<>();
        for (String segment : relative.split("/", -1)) {
            segments.add(PercentCoding.decode(segment));
        }
        return parse(segments);
    }

    /**
     * Takes the path of a message or an event apart, whose segments are percent-encoded.
     *
     * @throws IllegalArgumentException when it is not one
     */
    static GraphPath ofItem(String path) {
        try {
            GraphPath parsed = parse(path);
            if (parsed.isItem()) {
                return parsed;
            }
        } catch (GraphFailure e) {
            throw new IllegalArgumentException("'" + path + "' is not the path of an item: " + e.message(), e);
        }
        throw new IllegalArgumentException("'" + path + "' does not end at a message or an event");
    }

    private static Owner owner(Segments rest) {
        String root = rest.nextName();
        return switch (root.toLowerCase(Locale.ROOT)) {
            case "me" -> new Owner(Owner.Kind.ME, "");
            case "users" -> new Owner(Owner.Kind.USER, withoutTenant(ownerId(root, rest)));
            case "groups" -> new Owner(Owner.Kind.GROUP, withoutTenant(ownerId(root, rest)));
            default -> throw unknownSegment(root);
        };
    }

    private static String ownerId(String collection, Segments rest) {
        if (!rest.hasNext()) {
            throw GraphFailure.notImplemented("the resource '/" + collection + "' itself");
        }
        return rest.nextId();
    }

    /** Outlook's own URLs name the owner and the tenant. */
    private static String withoutTenant(String id) {
        String tenant = "@" + Mailboxes.TENANT;
        return id.endsWith(tenant) ? id.substring(0, id.length() - tenant.length()) : id;
    }

    private static Step step(Segments rest, Set<Segment> allowed) {
        String name = rest.nextName();
        Segment segment = Segment.named(name).filter(allowed::contains).orElseThrow(() -> unknownSegment(name));
        boolean actionFollows = segment == Segment.ATTACHMENTS
                && rest.hasNext()
                && Segment.named(rest.peek()).equals(Optional.of(Segment.CREATE_UPLOAD_SESSION));
        boolean named = segment.isKeyed() && rest.hasNext() && !actionFollows;
        return new Step(segment, named ? Optional.of(id(segment, rest)) : Optional.empty());
    }

    private static String id(Segment segment, Segments rest) {
        String id = rest.nextExchangeId();
        if (Segment.FOLDERS.contains(segment)) {
            Containers.requireImplemented(id);
        }
        return id;
    }

    private static Set<Segment> nextAfter(Step step) {
        if (step.segment().isKeyed() && step.id().isEmpty()) {
            return step.segment() == Segment.ATTACHMENTS
                    ? EnumSet.of(Segment.CREATE_UPLOAD_SESSION)
                    : EnumSet.noneOf(Segment.class);
        }
        return step.segment().next();
    }

    /** What can be the name of an action, a function, a navigation or a type may be one of Graph's. */
    private static GraphFailure unknownSegment(String segment) {
        return NAME.matcher(segment).matches()
                ? GraphFailure.notImplemented("the segment '" + segment + "' at this place")
                : noSegment(segment);
    }

    private static GraphFailure noSegment(String segment) {
        return GraphFailure.unparsableUri("Resource not found for the segment '" + segment + "'.");
    }

    /** {@return the last step, if the path goes further than the mailbox} */
    Optional<Step> last() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    }

    /** {@return whether the path ends at a message or an event} */
    boolean isItem() {
        return last().filter(Step::isItem).isPresent();
    }

    /** {@return the part up to the innermost message or event that is named} */
    Optional<GraphPath> item() {
        for (int end = steps.size(); end > 0; end--) {
            if (steps.get(end - 1).isItem()) {
                return Optional.of(new GraphPath(owner, steps.subList(0, end)));
            }
        }
        return Optional.empty();
    }

    /** {@return the path of a member of the collection that this path ends at} */
    GraphPath member(String id) {
        List<Step> withId = new ArrayList<>(steps.subList(0, steps.size() - 1));
        withId.add(new Step(steps.get(steps.size() - 1).segment(), Optional.of(id)));
        return new GraphPath(owner, List.copyOf(withId));
    }

    /** {@return the step of that segment} */
    Optional<Step> step(Segment segment) {
        return steps.stream().filter(step -> step.segment() == segment).findFirst();
    }

    /** {@return the path with each id percent-encoded} */
    @Override
    public String toString() {
        return owner + steps.stream().map(Step::toString).collect(Collectors.joining());
    }

    /** The segments that are still to be read. */
    private static final class Segments {

        private static final Pattern NAME_AND_KEY = Pattern.compile("(\\w+)\\('(.*)'\\)");

        private final Deque<String> segments;
        private final EscapedSlash escapedSlash;

        Segments(List<String> segments, EscapedSlash escapedSlash) {
            this.segments = new ArrayDeque<>(segments);
            this.escapedSlash = escapedSlash;
        }

        boolean hasNext() {
            return !segments.isEmpty();
        }

        String peek() {
            return segments.element();
        }

        private String next() {
            if (!hasNext()) {
                throw noSegment("");
            }
            return segments.remove();
        }

        /** Takes {@code messages/AAA=} and {@code Messages('AAA=')} alike. */
        String nextName() {
            String name = next();
            Matcher matcher = NAME_AND_KEY.matcher(name);
            if (!matcher.matches()) {
                return name;
            }
            segments.addFirst(matcher.group(2).replace("''", "'"));
            return matcher.group(1);
        }

        /** {@return an id in the URL-safe alphabet, whatever its own is} */
        String nextExchangeId() {
            String id = nextId();
            int slash = id.indexOf('/');
            if (slash >= 0 && escapedSlash == EscapedSlash.SEPARATOR) {
                throw noSegment(id.substring(slash + 1));
            }
            return Ids.urlSafe(id);
        }

        String nextId() {
            String id = next();
            if (id.isBlank()) {
                throw noSegment(id);
            }
            if (NO_ID.matcher(id).matches()) {
                throw GraphFailure.notImplemented("the segment '" + id + "' at this place");
            }
            return id;
        }
    }
}
