package peal.topics;

import java.util.ArrayList;
import java.util.List;

/** The records below a sealed type. */
final class Leaves {
  private Leaves() {}

  @SuppressWarnings("unchecked")
  static <T> List<Class<? extends T>> of(Class<T> root) {
    if (!root.isSealed()) {
      return List.of(root);
    }
    List<Class<? extends T>> leaves = new ArrayList<>();
    for (Class<?> permitted : root.getPermittedSubclasses()) {
      leaves.addAll(of((Class<T>) permitted));
    }
    return leaves;
  }
}
