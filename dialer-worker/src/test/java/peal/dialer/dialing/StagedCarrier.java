package peal.dialer.dialing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier;
import peal.domain.AttemptId;
import peal.service.trace.Origin;

/** A carrier that answers when and what the test says. */
final class StagedCarrier implements Carrier {
  final List<Order> orders = new ArrayList<>();
  final List<AttemptId> asked = new ArrayList<>();
  final List<AttemptId> hungUp = new ArrayList<>();
  final List<CallReference> withdrawn = new ArrayList<>();

  /** What the questions and hang-ups came with, in their order. */
  final List<Origin> origins = new ArrayList<>();

  CompletableFuture<Placement> placement = new CompletableFuture<>();
  CompletableFuture<Finding> finding = new CompletableFuture<>();
  CompletableFuture<Boolean> end = new CompletableFuture<>();
  Once once = new Once.Always();
  Runnable beforePlacing = () -> {};

  @Override
  public CompletionStage<Placement> place(Order order) {
    beforePlacing.run();
    if (!order.lastLook().passes()) {
      return CompletableFuture.completedFuture(new Placement.Withheld());
    }
    orders.add(order);
    return placement;
  }

  @Override
  public CompletionStage<Finding> find(CallReference call, Origin origin) {
    asked.add(call.attempt());
    origins.add(origin);
    return finding;
  }

  @Override
  public CompletionStage<Boolean> hangUp(CallReference call, Origin origin) {
    hungUp.add(call.attempt());
    origins.add(origin);
    return end;
  }

  @Override
  public CompletionStage<Boolean> withdraw(CallReference call, Origin origin) {
    withdrawn.add(call);
    return end;
  }

  @Override
  public Once once() {
    return once;
  }

  @Override
  public void close() {}
}
