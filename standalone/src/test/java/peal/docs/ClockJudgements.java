package peal.docs;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds where a source measures or judges the time that really passed: a monotonic clock that is
 * read, the distance from one reading of the clock to another, a reading that is compared, and, in
 * sources that live in real time, a duration that is compared.
 *
 * <p>It goes by names, without types, so that sources are enough: those of every module lie here
 * whichever modules were compiled. A clock that is handed on ({@code System::nanoTime}) is none.
 */
final class ClockJudgements extends TreeScanner<Void, Void> {
  private static final Set<String> STOPWATCHES =
      Set.of("Stopwatch", "StopWatch", "assertTimeout", "assertTimeoutPreemptively");
  private static final Set<String> COMPARES =
      Set.of(
          "compareTo",
          "isAfter",
          "isAfterOrEqualTo",
          "isBefore",
          "isBeforeOrEqualTo",
          "isBetween",
          "isCloseTo",
          "isGreaterThan",
          "isGreaterThanOrEqualTo",
          "isLessThan",
          "isLessThanOrEqualTo",
          "isStrictlyBetween");
  private static final Set<Kind> COMPARISONS =
      Set.of(Kind.LESS_THAN, Kind.LESS_THAN_EQUAL, Kind.GREATER_THAN, Kind.GREATER_THAN_EQUAL);

  private final TimeNames names;
  private final boolean realTime;
  private final Deque<String> place = new ArrayDeque<>();
  private final Set<Finding> findings = new HashSet<>();

  /**
   * Something that was found.
   *
   * @param place the class and method, such as {@code LaneTest.aLaneIsQuick}
   * @param what what it does
   */
  record Finding(String place, String what) {
    @Override
    public String toString() {
      return place + " " + what;
    }
  }

  private ClockJudgements(TimeNames names, boolean realTime) {
    this.names = names;
    this.realTime = realTime;
  }

  /**
   * Looks at one source.
   *
   * @param source the text of a compilation unit
   * @param realTime whether durations in it are real ones whether or not it reads a clock
   * @throws IllegalArgumentException when it is no Java
   */
  static List<Finding> in(String source, boolean realTime) {
    CompilationUnitTree unit = parsed(source);
    TimeNames names = new TimeNames();
    // A name may be given the value of one that is declared below it.
    names.scan(unit, null);
    names.scan(unit, null);
    ClockJudgements judgements = new ClockJudgements(names, realTime || names.readsAClock);
    judgements.scan(unit, null);
    return judgements.findings.stream()
        .sorted((one, other) -> one.toString().compareTo(other.toString()))
        .toList();
  }

  private static CompilationUnitTree parsed(String source) {
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> faults = new ArrayList<>();
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    null, null, fault -> faults.add(fault.toString()), null, null, List.of(file));
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", faults));
      }
      return unit;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String nameOf(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        ? select.getIdentifier().toString()
        : call.getMethodSelect().toString();
  }

  @Override
  public Void visitClass(ClassTree type, Void none) {
    if (type.getSimpleName().isEmpty()) {
      return super.visitClass(type, none);
    }
    place.addLast(type.getSimpleName().toString());
    super.visitClass(type, none);
    place.removeLast();
    return null;
  }

  @Override
  public Void visitMethod(MethodTree method, Void none) {
    place.addLast(method.getName().toString());
    super.visitMethod(method, none);
    place.removeLast();
    return null;
  }

  @Override
  public Void visitIdentifier(IdentifierTree identifier, Void none) {
    if (STOPWATCHES.contains(identifier.toString())) {
      found("measures with " + identifier);
    }
    return super.visitIdentifier(identifier, none);
  }

  @Override
  public Void visitBinary(BinaryTree binary, Void none) {
    if (COMPARISONS.contains(binary.getKind())) {
      judge(List.of(binary.getLeftOperand(), binary.getRightOperand()));
    }
    return super.visitBinary(binary, none);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
    String name = nameOf(call);
    if (TimeNames.MEASURES.contains(name)) {
      found("measures with " + name);
    }
    if (name.equals("between") || name.equals("until")) {
      List<ExpressionTree> ends = new ArrayList<>(call.getArguments());
      ends.addAll(receivers(call));
      if (ends.stream().anyMatch(names::isReading)) {
        found("measures from a reading of the clock");
      }
    }
    if (COMPARES.contains(name)) {
      List<ExpressionTree> compared = new ArrayList<>(call.getArguments());
      compared.addAll(receivers(call));
      judge(compared);
    }
    return super.visitMethodInvocation(call, none);
  }

  /** What a call is made on, back to the beginning of its chain, with {@code assertThat}'s own. */
  private static List<ExpressionTree> receivers(MethodInvocationTree call) {
    List<ExpressionTree> receivers = new ArrayList<>();
    ExpressionTree at = call;
    while (at instanceof MethodInvocationTree each) {
      if (nameOf(each).equals("assertThat")) {
        receivers.addAll(each.getArguments());
      }
      at =
          each.getMethodSelect() instanceof MemberSelectTree select ? select.getExpression() : null;
      if (at != null) {
        receivers.add(at);
      }
    }
    return receivers;
  }

  private void judge(List<ExpressionTree> compared) {
    if (compared.stream().anyMatch(names::isReading)) {
      found("compares a reading of the clock");
    } else if (realTime && compared.stream().anyMatch(names::isDuration)) {
      found("compares a duration");
    }
  }

  private void found(String what) {
    findings.add(new Finding(String.join(".", place), what));
  }
}
