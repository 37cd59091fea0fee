package peal.testkit.promises;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what speaks against a promise; keeps the first few in words and counts all. */
final class Findings {
  private static final int IN_WORDS = 5;

  private final Promise promise;
  private final List<String> words = new ArrayList<>();
  private long count;

  Findings(Promise promise) {
    this.promise = promise;
  }

  void add(String format, Object... arguments) {
    count++;
    if (words.size() < IN_WORDS) {
      words.add(format.formatted(arguments));
    }
  }

  void addIf(boolean found, String format, Object... arguments) {
    if (found) {
      add(format, arguments);
    }
  }

  /** Whether nothing speaks against it so far. */
  boolean none() {
    return count == 0;
  }

  /** Broken if anything was found, else kept. */
  Verdict verdict(Supplier<String> ifKept) {
    if (count == 0) {
      return Verdict.kept(promise, ifKept.get());
    }
    String more = count > words.size() ? "; and " + (count - words.size()) + " more" : "";
    return Verdict.broken(promise, String.join("; ", words) + more);
  }
}
