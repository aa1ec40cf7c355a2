package io.github.graphattach.benchmark;

import java.util.Arrays;

/** Several figures of the same thing. */
record Spread(double median, double min, double max) {

    static Spread of(double[] figures) {
        double[] sorted = Arrays.stream(figures).sorted().toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    static Spread ofRatios(double[] above, double[] below) {
        double[] ratios = new double[Math.min(above.length, below.length)];
        Arrays.setAll(ratios, i -> above[i] / below[i]);
        return of(ratios);
    }
}
