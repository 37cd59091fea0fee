package peal.gateway.relay;

import java.time.Duration;
import java.util.function.LongSupplier;
import peal.service.ByteBudget;

/**
 * What one upload may take here, whether it is handed on or only compared with an earlier one.
 *
 * @param bytes the longest, form included
 * @param time from the first byte to the last
 * @param room what is held of the heap, shared with other bodies; {@link FormHash#ROOM} of an
 *     upload that is hashed while it goes by
 * @param nanos a monotonic clock, ns
 */
public record UploadLimits(long bytes, Duration time, ByteBudget room, LongSupplier nanos) {}
