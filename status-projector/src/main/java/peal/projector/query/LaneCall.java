package peal.projector.query;

import peal.domain.CallId;
import peal.projector.fold.CallView;

/** A call and its id. */
public record LaneCall(CallId id, CallView view) {}
