package peal.standalone.bench.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import peal.standalone.bench.Child;

/**
 * A side's own process, which is told {@code COMMAND CALLS} in a line and answers each with a line
 * of JSON; the first says that it is ready.
 */
final class Program implements AutoCloseable {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  private final Child child;

  private Program(Child child) {
    this.child = child;
  }

  /** Starts it and waits until it is ready. */
  static Program start(String name, ProcessBuilder command, Path errors, Deadline deadline)
      throws IOException, InterruptedException {
    Child child = Child.start(name, command, errors, STOP_WITHIN);
    try {
      child.hear("\"ready\"", deadline.left());
      return new Program(child);
    } catch (InterruptedException | RuntimeException e) {
      child.close();
      throw e;
    }
  }

  /**
   * What it answers to a command.
   *
   * @throws IllegalStateException when it answers with an error, late or never
   */
  JsonNode answer(String command, int calls, Deadline deadline) throws InterruptedException {
    child.say(command + " " + calls);
    JsonNode answer = json(child.hear(deadline.left()));
    if (answer.has("error")) {
      throw new IllegalStateException(answer.path("error").asText());
    }
    return answer;
  }

  /** The same, for a way of calls. */
  Side.Road road(int calls, Deadline deadline) throws InterruptedException {
    JsonNode answer = answer("road", calls, deadline);
    return new Side.Road(
        answer.required("ingestSeconds").asDouble(), answer.required("seconds").asDouble());
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("this is no JSON: " + line, e);
    }
  }

  List<ProcessHandle> processes() {
    return child.processes();
  }

  @Override
  public void close() {
    child.close();
  }
}
