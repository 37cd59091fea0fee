package peal.domain.forecast;

import java.util.Arrays;

/** Whole numbers without a sign, of which the smallest is taken first. Used by one thread. */
final class LongHeap {
  private long[] heap = new long[16];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** The smallest; there must be one. */
  long first() {
    return heap[0];
  }

  void add(long value) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!isLess(value, heap[parent])) {
        break;
      }
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = value;
  }

  /** Takes out the smallest; there must be one. */
  long take() {
    long smallest = heap[0];
    long last = heap[--size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isLess(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isLess(heap[child], last)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return smallest;
  }

  private static boolean isLess(long one, long other) {
    return Long.compareUnsigned(one, other) < 0;
  }
}
