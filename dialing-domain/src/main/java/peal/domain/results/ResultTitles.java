package peal.domain.results;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.ColumnName;

/**
 * The titles of the columns of {@code results.csv}: those of {@link #FIXED}, which never change
 * their place, then the file's own, then {@value #OTHER}. A column of the file whose name is taken
 * gets {@value #TAKEN} in front.
 */
public final class ResultTitles {
  /** The column with the numbers. */
  public static final String PHONE_NUMBER = "phone_number";

  /** The column with the rows' numbers in the file that they came with. */
  public static final String ROW = "row";

  private static final String JOB_ID = "job_id";

  /** One of them files of before have not. */
  private static final int MOST_DELETED = 5;

  /** What is told of each call. */
  public static final List<String> FIXED =
      List.of(
          ROW,
          JOB_ID,
          PHONE_NUMBER,
          "status",
          "outcome",
          "error",
          "attempts",
          "started_at",
          "ended_at",
          "next_attempt_at",
          "talk_seconds",
          "redial_of");

  /** Values whose names the first rows do not have, as a JSON object. */
  public static final String OTHER = "other_variables";

  private static final String TAKEN = "file_";
  private static final Set<String> RESERVED = keys(FIXED, OTHER);

  private ResultTitles() {}

  private static Set<String> keys(Collection<String> names, String one) {
    Set<String> keys = new HashSet<>(Set.of(ColumnName.key(one)));
    names.forEach(name -> keys.add(ColumnName.key(name)));
    return Set.copyOf(keys);
  }

  /** The title under which a file's column {@code name} is shown. */
  public static String of(String name) {
    return isTaken(name) ? TAKEN + name : name;
  }

  /** The name of the file's column that {@code title} stands for. */
  public static String name(String title) {
    boolean renamed = title.startsWith(TAKEN) && isTaken(title.substring(TAKEN.length()));
    return renamed ? title.substring(TAKEN.length()) : title;
  }

  /** Whether the results have a column of their own with this name. */
  public static boolean isOwn(String title) {
    return RESERVED.contains(ColumnName.key(title));
  }

  /**
   * Whether a file with the columns {@code titles} is one of results: it has the ids of calls, and
   * lacks no more of these columns than somebody may have deleted.
   */
  public static boolean areThese(Collection<String> titles) {
    Set<String> keys = titles.stream().map(ColumnName::key).collect(Collectors.toSet());
    return keys.contains(ColumnName.key(JOB_ID))
        && RESERVED.stream().filter(keys::contains).count() >= RESERVED.size() - MOST_DELETED;
  }

  /** Also with the prefix, however often: else two names could get one title. */
  private static boolean isTaken(String name) {
    String rest = ColumnName.key(name);
    String prefix = ColumnName.key(TAKEN);
    while (!RESERVED.contains(rest)) {
      if (!rest.startsWith(prefix)) {
        return false;
      }
      rest = rest.substring(prefix.length());
    }
    return true;
  }
}
