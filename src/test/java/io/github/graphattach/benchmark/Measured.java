package io.github.graphattach.benchmark;

import io.github.graphattach.benchmark.Worker.Cost;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a row has shown: the costs of each kind, round by round, so that only what ran side by side is compared. */
final class Measured {

    /**
     * What one kind took.
     *
     * @param megabytesPerSecond median, smallest and largest of the rounds
     * @param ofSocket speed as a share of the bare socket's in the same round
     * @param ofMicrosoft speed as a multiple of the upload task's in the same round
     * @param cpuSecondsPerGigabyte of the client's process
     * @param cpuOfSocket that as a multiple of the bare socket's in the same round
     * @param allocatedPerMegabyte bytes on the heap
     * @param peakRss bytes, the largest of the rounds
     * @param requests per file
     */
    record Figures(
            Spread megabytesPerSecond,
            Spread ofSocket,
            Spread ofMicrosoft,
            Spread cpuSecondsPerGigabyte,
            Spread cpuOfSocket,
            Spread allocatedPerMegabyte,
            long peakRss,
            double requests) {}

    private final Row row;
    private final Map<Kind, List<Cost>> costs = new EnumMap<>(Kind.class);
    private final Map<Kind, String> failures = new EnumMap<>(Kind.class);
    private final Map<Kind, Double> requests = new EnumMap<>(Kind.class);

    Measured(Row row) {
        this.row = row;
    }

    void add(Kind kind, Cost cost, double requestsPerFile) {
        costs.computeIfAbsent(kind, none -> new ArrayList<>()).add(cost);
        requests.put(kind, requestsPerFile);
    }

    /** What is not ours may fail, and is left out of the row then. */
    void fail(Kind kind, String failure) {
        costs.remove(kind);
        failures.put(kind, failure);
    }

    Map<Kind, String> failures() {
        return failures;
    }

    Row row() {
        return row;
    }

    int rounds() {
        return costs.values().stream().mapToInt(List::size).max().orElse(0);
    }

    Map<Kind, Figures> figures() {
        Map<Kind, Figures> figures = new LinkedHashMap<>();
        costs.keySet().forEach(kind -> figures.put(kind, figures(kind)));
        return figures;
    }

    private Figures figures(Kind kind) {
        ToDoubleFunction<Cost> speed = cost -> megabytes(cost) * 1e9 / cost.nanos();
        ToDoubleFunction<Cost> cpu = cost -> cost.cpuNanos() / 1e6 / megabytes(cost);
        return new Figures(
                Spread.of(each(kind, speed)),
                Spread.ofRatios(each(kind, speed), each(Kind.SOCKET, speed)),
                Spread.ofRatios(each(kind, speed), each(Kind.MICROSOFT, speed)),
                Spread.of(each(kind, cpu)),
                Spread.ofRatios(each(kind, cpu), each(Kind.SOCKET, cpu)),
                Spread.of(each(kind, cost -> cost.allocated() / megabytes(cost))),
                (long) Spread.of(each(kind, Cost::peakRss)).max(),
                requests.getOrDefault(kind, 0.0));
    }

    private double megabytes(Cost cost) {
        return (double) row.megabytes() * cost.uploads();
    }

    private double[] each(Kind kind, ToDoubleFunction<Cost> figure) {
        return costs.getOrDefault(kind, List.of()).stream().mapToDouble(figure).toArray();
    }
}
