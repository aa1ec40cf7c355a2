package io.github.graphattach.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that answers each line of JSON with another.
 *
 * @param <Q> what it is told
 * @param <A> what it answers
 */
final class Peer<Q, A> implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An agent in the JVM, such as a profiler, may write lines of its own. */
    private static final String MARK = "> ";

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final Class<A> answer;

    private Peer(String name, Process process, Class<A> answer) {
        this.name = name;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answer = answer;
    }

    /**
     * Starts one.
     *
     * @param name of the file that gets what it prints to standard error
     * @param logs the folder of that file
     * @param jvm options of the JVM, the main class and its arguments
     */
    static <Q, A> Peer<Q, A> start(String name, Path logs, List<String> jvm, Class<A> answer) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.addAll(jvm);
        Process process = new ProcessBuilder(command)
                .redirectError(logs.resolve(name + ".log").toFile())
                .start();
        return new Peer<>(name, process, answer);
    }

    /** The first line that it writes by itself. */
    <T> T greeting(Class<T> type) throws IOException {
        return JSON.readValue(line(), type);
    }

    A ask(Q question) throws IOException {
        questions.write(JSON.writeValueAsString(question));
        questions.newLine();
        questions.flush();
        return JSON.readValue(line(), answer);
    }

    private String line() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(MARK)) {
                return line.substring(MARK.length());
            }
        }
        throw new IOException(name + " has ended; see its log in target/benchmark");
    }

    /** It ends when there is nothing more to read; a profiler in it may have something to write. */
    @Override
    public void close() {
        try {
            questions.close();
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            // It has ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly().onExit().join();
    }

    interface Answering<Q, A> {
        A answer(Q question) throws Exception;
    }

    /** The other end: greets, and answers until standard input ends. What anybody else prints goes to standard error. */
    static <Q, A> void serve(Object greeting, Class<Q> type, Answering<Q, A> answering) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        out.println(MARK + JSON.writeValueAsString(greeting));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(MARK + JSON.writeValueAsString(answering.answer(JSON.readValue(line, type))));
        }
        System.exit(0);
    }
}
