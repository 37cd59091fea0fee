package peal.ingest.csv;

/** A file in which no row can be told from the next. */
public final class UnreadableFile extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** As the client is told: {@code code}, and a sentence that says what to do. */
  public UnreadableFile(String code, String message) {
    super(code);
    this.problem = Problem.ofFile(null, null, code, message);
  }

  /** What is wrong with it. */
  public Problem problem() {
    return problem;
  }
}
