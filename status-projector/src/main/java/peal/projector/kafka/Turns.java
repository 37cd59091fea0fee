package peal.projector.kafka;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import peal.domain.WorkspaceId;

/**
 * Whose question is next where only one can be asked at once. Those of a workspace take turns first
 * among themselves, so that one which asks a thousand at once takes every other turn and no more.
 * Thread-safe.
 */
final class Turns {
  /** Workspaces that meet in one of so many queues are one to the others. */
  private static final int QUEUES = 256;

  private final List<ReentrantLock> own =
      Stream.generate(() -> new ReentrantLock(true)).limit(QUEUES).toList();
  private final ReentrantLock all = new ReentrantLock(true);

  /**
   * Asks {@code question} when its turn has come.
   *
   * @param deadline until when it waits, as {@link System#nanoTime} counts
   * @return false where its turn did not come in time, and nothing was asked
   * @throws InterruptedException while it waited
   */
  boolean ask(WorkspaceId workspace, long deadline, Runnable question) throws InterruptedException {
    ReentrantLock mine = own.get(Math.floorMod(workspace.hashCode(), QUEUES));
    if (!isNext(mine, deadline)) {
      return false;
    }
    try {
      if (!isNext(all, deadline)) {
        return false;
      }
      try {
        question.run();
        return true;
      } finally {
        all.unlock();
      }
    } finally {
      mine.unlock();
    }
  }

  private static boolean isNext(ReentrantLock queue, long deadline) throws InterruptedException {
    return queue.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** Runs {@code end} when no question is under way; waits as long as that takes. */
  void last(Runnable end) {
    all.lock();
    try {
      end.run();
    } finally {
      all.unlock();
    }
  }
}
