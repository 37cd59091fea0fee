package peal.ingest.csv;

/** A file in which no row can be told from the next. */
public final class UnreadableFile extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** As the client is told: {@code code}, and a sentence that says what to do. */
  public UnreadableFile(String code, String message) {
    this(Problem.ofFile(null, null, code, message));
  }

  /** With what is wrong, and where. */
  public UnreadableFile(Problem problem) {
    super(problem.code());
    this.problem = problem;
  }

  /** What is wrong with it. */
  public Problem problem() {
    return problem;
  }
}
