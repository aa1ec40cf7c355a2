package io.github.graphattach.benchmark;

import io.github.graphattach.benchmark.Measured.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The speeds of one large file at a time, as bars: drawn by hand, so that it needs nothing and looks the same anywhere. */
final class Chart {

    private static final int WIDTH = 760;
    private static final int LABELS = 250;
    private static final int BAR = 20;
    private static final int STEP = 28;
    private static final int HEADING = 44;

    private final StringBuilder svg = new StringBuilder();
    private int y = 10;

    private Chart() {}

    static String of(List<Measured> rows) {
        Chart chart = new Chart();
        rows.stream()
                .filter(row -> row.row().megabytes() == 150 && row.row().atOnce() == 1)
                .forEach(chart::row);
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
                aria-label="Upload speed of one file of 150 MB over loopback, in MB/s">
                <style>
                text { font: 13px system-ui, sans-serif; fill: #24292f }
                .title { font-weight: 600; font-size: 15px }
                .ours { fill: #0969da } .others { fill: #9a6700 } .limit { fill: #8c959f }
                @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .ours { fill: #4493f8 } .others { fill: #d29922 } }
                </style>
                %3$s</svg>
                """,
                WIDTH,
                chart.y + 10,
                chart.svg);
    }

    private void row(Measured measured) {
        text("title", 10, y + 20, measured.row().title() + ": MB/s and CPU seconds per GB");
        y += HEADING;
        Map<Kind, Figures> figures = measured.figures();
        double fastest = figures.values().stream()
                .mapToDouble(one -> one.megabytesPerSecond().median())
                .max()
                .orElse(1);
        figures.forEach((kind, one) -> bar(kind, one, fastest));
        y += 16;
    }

    private void bar(Kind kind, Figures figures, double fastest) {
        double speed = figures.megabytesPerSecond().median();
        double length = Math.max(1, (WIDTH - LABELS - 180) * speed / fastest);
        text("", 10, y + 15, kind.title);
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                kind.side.name().toLowerCase(Locale.ROOT),
                LABELS,
                y,
                length,
                BAR));
        text(
                "",
                LABELS + length + 8,
                y + 15,
                String.format(
                        Locale.ROOT,
                        "%,.0f MB/s, %.2f s/GB",
                        speed,
                        figures.cpuSecondsPerGigabyte().median()));
        y += STEP;
    }

    private void text(String style, double x, double baseline, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                style,
                x,
                baseline,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
