package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import peal.projector.Story;
import peal.projector.fold.Block;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.Tally;

class StoredPropertyTest {
  @Property
  void aBlockIsReadAsItWasWritten(
      @ForAll @IntRange(max = 1_000) int rows,
      @ForAll @LongRange(min = -1) long lastRow,
      @ForAll @IntRange(max = 1_000) int active,
      @ForAll @IntRange(max = 1_000) int failed) {
    Block block = new Block(rows, lastRow, lastRow / 2, new Tally(active, 3, failed, 4));

    assertThat(StoredBlock.read(StoredBlock.write(block))).isEqualTo(block);
  }

  @Property
  void keysSortByRowAndNameIt(
      @ForAll @LongRange(max = 10_000_000) long row,
      @ForAll @LongRange(max = 10_000_000) long other) {
    LaneBatchKey key = new LaneBatchKey(Story.lane(3), "b1");

    assertThat(Long.signum(row - other))
        .isEqualTo(Integer.signum(StoreKeys.call(key, row).compareTo(StoreKeys.call(key, other))));
    assertThat(StoreKeys.rowOf(StoreKeys.call(key, row))).isEqualTo(row);
  }

  @Property
  void aBlocksKeyNamesItsIndex(@ForAll @IntRange(max = 10_000) int index) {
    LaneBatchKey key = new LaneBatchKey(Story.lane(3), "b1");

    assertThat(StoreKeys.indexOf(StoreKeys.block(key, index))).isEqualTo(index);
  }

  @Property(tries = 200)
  void everyRowLiesInItsBlock(@ForAll @LongRange(max = 100_000_000) long row) {
    long index = Block.of(row);

    assertThat(row).isBetween(Block.firstRow(index), Block.lastRow(index));
  }
}
