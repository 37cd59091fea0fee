package peal.standalone.chaos.load;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How clients were served that kept to the rules.
 *
 * @param answers how often uploads and cancels were answered how
 * @param givenUp names of the uploads that nobody accepted in time
 * @param answered when questions were answered, for each client that went on asking, in order
 * @param stale how many of those answers said that they were behind
 */
public record Manners(
    Map<String, Integer> answers, List<String> givenUp, List<List<Instant>> answered, int stale) {
  /** What {@code load} and {@code readers} met. */
  public static Manners of(Load load, List<Reader> readers) {
    return new Manners(
        load.answers(),
        load.givenUp(),
        readers.stream().map(Reader::answered).toList(),
        readers.stream().mapToInt(Reader::stale).sum());
  }
}
