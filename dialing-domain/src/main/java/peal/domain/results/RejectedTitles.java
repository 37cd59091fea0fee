package peal.domain.results;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.ColumnName;

/**
 * The titles that {@code rejected.csv} puts before the file's own columns. They come first, so that
 * a row with more cells than the header stays beneath it.
 */
public final class RejectedTitles {
  /** Why a row was left out. */
  public static final String CODE = "rejected_code";

  /** Row number, code and reason. */
  public static final List<String> FIXED = List.of("rejected_row", CODE, "rejected_reason");

  private static final Set<String> KEYS =
      FIXED.stream().map(ColumnName::key).collect(Collectors.toUnmodifiableSet());

  private RejectedTitles() {}

  /** Whether {@code title} is one of these. */
  public static boolean isOwn(String title) {
    return KEYS.contains(ColumnName.key(title));
  }

  /**
   * Whether a file with the columns {@code titles} is one of rejected rows: it has two of three.
   */
  public static boolean areThese(Collection<String> titles) {
    Set<String> keys = new HashSet<>();
    titles.forEach(title -> keys.add(ColumnName.key(title)));
    keys.retainAll(KEYS);
    return keys.size() >= KEYS.size() - 1;
  }
}
