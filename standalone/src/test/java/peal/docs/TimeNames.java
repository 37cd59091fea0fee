package peal.docs;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;

/** The names in a source that stand for a reading of the clock, and for a duration. */
final class TimeNames extends TreeScanner<Void, Void> {
  private static final Set<String> CLOCKS =
      Set.of("Instant", "LocalDateTime", "LocalTime", "OffsetDateTime", "ZonedDateTime");
  static final Set<String> MEASURES = Set.of("nanoTime", "currentTimeMillis");

  final Set<String> readings = new HashSet<>();
  final Set<String> durations = new HashSet<>();
  boolean readsAClock;

  @Override
  public Void visitVariable(VariableTree variable, Void none) {
    String name = variable.getName().toString();
    if (isReading(variable.getInitializer())) {
      readings.add(name);
    }
    if (String.valueOf(variable.getType()).equals("Duration")) {
      durations.add(name);
    }
    return super.visitVariable(variable, none);
  }

  @Override
  public Void visitAssignment(AssignmentTree assignment, Void none) {
    if (isReading(assignment.getExpression())) {
      readings.add(assignment.getVariable().toString());
    }
    return super.visitAssignment(assignment, none);
  }

  @Override
  public Void visitMethod(MethodTree method, Void none) {
    if (String.valueOf(method.getReturnType()).equals("Duration")) {
      durations.add(method.getName().toString());
    }
    return super.visitMethod(method, none);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
    readsAClock |= isReading(call);
    return super.visitMethodInvocation(call, none);
  }

  /** Whether {@code tree} is what a clock says now or said before, or a moment beside that. */
  boolean isReading(Tree tree) {
    return switch (tree) {
      case null -> false;
      case IdentifierTree name -> readings.contains(name.toString());
      case ParenthesizedTree inner -> isReading(inner.getExpression());
      case BinaryTree sum when isSum(sum) ->
          isReading(sum.getLeftOperand()) || isReading(sum.getRightOperand());
      case MethodInvocationTree call
          when call.getMethodSelect() instanceof MemberSelectTree select ->
          MEASURES.contains(ClockJudgements.nameOf(call))
              || ClockJudgements.nameOf(call).equals("now")
                  && CLOCKS.contains(select.getExpression().toString())
              || isShift(ClockJudgements.nameOf(call)) && isReading(select.getExpression());
      default -> false;
    };
  }

  private static boolean isSum(BinaryTree tree) {
    return tree.getKind() == Kind.PLUS || tree.getKind() == Kind.MINUS;
  }

  private static boolean isShift(String method) {
    return method.startsWith("plus")
        || method.startsWith("minus")
        || method.startsWith("to")
        || method.startsWith("truncatedTo");
  }

  boolean isDuration(Tree tree) {
    return switch (tree) {
      case null -> false;
      case IdentifierTree name -> durations.contains(name.toString());
      case ParenthesizedTree inner -> isDuration(inner.getExpression());
      case MethodInvocationTree call
          when call.getMethodSelect() instanceof MemberSelectTree select ->
          select.getExpression().toString().equals("Duration")
              || durations.contains(ClockJudgements.nameOf(call))
              || isDuration(select.getExpression());
      case MethodInvocationTree call -> durations.contains(ClockJudgements.nameOf(call));
      default -> false;
    };
  }
}
