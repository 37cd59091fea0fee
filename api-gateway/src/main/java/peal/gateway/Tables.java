package peal.gateway;

import java.util.stream.Stream;
import peal.domain.Agent;
import peal.domain.DialingStop;
import peal.domain.FirstAnswer;
import peal.domain.Flow;
import peal.domain.Webhook;
import peal.domain.Workspace;

/** Everything that the gateway keeps. */
record Tables(
    Table<Workspace> workspaces,
    Table<DialingStop> stops,
    Table<Agent> agents,
    Table<Flow> flows,
    Table<FirstAnswer> answers,
    Table<Webhook> webhooks) {
  boolean caughtUp() {
    return all().allMatch(Table::caughtUp);
  }

  boolean alive() {
    return all().allMatch(Table::alive);
  }

  private Stream<Table<?>> all() {
    return Stream.of(workspaces, stops, agents, flows, answers, webhooks);
  }
}
