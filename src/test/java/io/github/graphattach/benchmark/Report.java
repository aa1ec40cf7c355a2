package io.github.graphattach.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.graphattach.benchmark.Measured.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run has shown: as tables while it runs, as JSON and a chart at its end. */
final class Report {

    private final Map<String, Object> json = new LinkedHashMap<>();
    private final Map<String, Object> rows = new LinkedHashMap<>();
    private final List<Measured> measured = new ArrayList<>();

    Report() {
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        json.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        json.put("rows", rows);
    }

    void add(Measured one) {
        measured.add(one);
        rows.put(one.row().id(), Map.of("rounds", one.rounds(), "kinds", one.figures(), "failures", one.failures()));
        System.out.printf(
                Locale.ROOT,
                "%n%s (%s)%n%-32s %7s  %-19s %-19s %-9s %-9s %10s %8s %8s%n",
                one.row().title(),
                one.rounds() == 1 ? "1 round" : one.rounds() + " rounds",
                "",
                "MB/s",
                "of the socket",
                "of Microsoft's",
                "CPU s/GB",
                "of socket",
                "alloc B/MB",
                "RSS MB",
                "requests");
        one.figures().forEach(Report::print);
        one.failures().forEach((kind, failure) -> System.out.printf("%-32s failed: %s%n", kind.title, failure));
    }

    private static void print(Kind kind, Figures figures) {
        System.out.printf(
                Locale.ROOT,
                "%-32s %7.0f  %-19s %-19s %-9.2f %-9.2f %,10.0f %8.0f %8.1f%n",
                kind.title,
                figures.megabytesPerSecond().median(),
                text(figures.ofSocket()),
                text(figures.ofMicrosoft()),
                figures.cpuSecondsPerGigabyte().median(),
                figures.cpuOfSocket().median(),
                figures.allocatedPerMegabyte().median(),
                figures.peakRss() / 1e6,
                figures.requests());
    }

    private static String text(Spread ratio) {
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", ratio.median(), ratio.min(), ratio.max());
    }

    /** Something that is no comparison of speeds. */
    void add(String name, String text, Object figures) {
        json.put(name, figures);
        System.out.println();
        System.out.println(text);
    }

    void write(Path folder) throws IOException {
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("results.json").toFile(), json);
        Files.writeString(folder.resolve("benchmark.svg"), Chart.of(measured));
        System.out.printf("%nWritten: %s%n", folder.resolve("results.json"));
    }
}
