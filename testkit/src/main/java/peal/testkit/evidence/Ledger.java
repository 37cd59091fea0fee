package peal.testkit.evidence;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import peal.topics.DomainJson;

/**
 * Every ring that the carrier saw, in order of time. The count on the carrier's side is the one
 * that matters: what Peal believes to have dialed proves nothing.
 *
 * @param rings the rings
 */
public record Ledger(List<Ring> rings) {
  private static final JsonMapper JSON = DomainJson.newMapper();

  /** Sorts by time. */
  public Ledger {
    rings = rings.stream().sorted(Comparator.comparingDouble(Ring::time)).toList();
  }

  /**
   * Reads the simulator's {@code GET /ledger}: an array of {@code {attemptId, number, time,
   * count}}.
   *
   * @throws IOException when it cannot be read or is something else
   */
  public static Ledger parse(InputStream json) throws IOException {
    return new Ledger(JSON.readValue(json, new TypeReference<List<Ring>>() {}));
  }

  /** Reads it from a text. */
  public static Ledger parse(String json) throws IOException {
    return new Ledger(JSON.readValue(json, new TypeReference<List<Ring>>() {}));
  }

  /** The rings of one batch. */
  public List<Ring> of(BatchEvidence batch) {
    return rings.stream()
        .filter(ring -> ring.token().equals(batch.token()))
        .collect(Collectors.toList());
  }
}
