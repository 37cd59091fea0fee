package peal.projector.query;

import peal.projector.fold.Block;

/** A block and its index, from 0. */
public record IndexedBlock(long index, Block block) {}
