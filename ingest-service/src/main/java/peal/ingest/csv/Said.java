package peal.ingest.csv;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import peal.domain.PromptText;
import peal.domain.Wording;

/**
 * What is said of each row of a file.
 *
 * @param columns its columns that are said, each with how often
 * @param bytesBeside what is said beside them, bytes
 */
public record Said(Map<String, Integer> columns, long bytesBeside) {
  /** Characters of a number in E.164, with its plus. */
  private static final int LONGEST_NUMBER = 16;

  /**
   * By the texts of {@code wording}.
   *
   * @param keys the file's columns, by what their names are compared by
   * @param otherwise values for what no column fills, likewise
   */
  static Said of(Wording wording, Set<String> keys, Map<String, String> otherwise) {
    Map<String, Integer> said = new LinkedHashMap<>();
    long bare = wording.bytes(key -> 0);
    wording
        .names()
        .forEach((key, name) -> {
          if (keys.contains(key)) {
            said.put(name, Math.toIntExact(wording.bytes(one -> one.equals(key) ? 1 : 0) - bare));
          }
        });
    long beside = wording.bytes(key -> keys.contains(key) ? 0 : bytes(key, otherwise));
    return new Said(said, beside);
  }

  private static long bytes(String key, Map<String, String> otherwise) {
    return key.equals(Wording.NUMBER) ? LONGEST_NUMBER : PromptText.bytes(otherwise.get(key));
  }
}
