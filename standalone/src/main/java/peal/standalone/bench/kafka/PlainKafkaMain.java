package peal.standalone.bench.kafka;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import peal.service.kafka.KafkaClients;

/**
 * The process of plain Kafka in a comparison. It reads commands from standard input, {@code ingest
 * N} or {@code road N}, answers each with a line of JSON, and ends with its input.
 */
public final class PlainKafkaMain {
  private static final JsonMapper JSON = new JsonMapper();

  private PlainKafkaMain() {}

  /**
   * Runs until its input ends.
   *
   * @param arguments bootstrap servers, and the {@link Traffic} as JSON
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    KafkaClients clients =
        new KafkaClients(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                arguments[0],
                // As 'peal up' has it with a broker on loopback.
                "KAFKA_PRODUCER_COMPRESSION_TYPE",
                "none"));
    try (PlainRoad road = new PlainRoad(clients, JSON.readValue(arguments[1], Traffic.class));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      road.begin();
      out.println(JSON.writeValueAsString(Map.of("ready", true)));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(JSON.writeValueAsString(answer(road, line.split(" "))));
      }
    }
    System.exit(0);
  }

  private static Map<String, ?> answer(PlainRoad road, String[] words) throws InterruptedException {
    try {
      int calls = Integer.parseInt(words[1]);
      return words[0].equals("ingest") ? Map.of("seconds", road.ingest(calls)) : road.run(calls);
    } catch (IllegalStateException e) {
      return Map.of("error", e.getMessage());
    }
  }
}
