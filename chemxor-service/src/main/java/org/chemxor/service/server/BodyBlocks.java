package org.chemxor.service.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.service.server.budget.FairBudget;

/**
 * A body in memory, in blocks that grow with what has arrived and are charged before they are made.
 * An announced size allocates nothing.
 */
final class BodyBlocks {
  private static final int SMALLEST_BLOCK = 4096;
  private static final int LARGEST_BLOCK = 1 << 20;

  private final long limit;
  private final FairBudget.Charge charge;
  private List<ByteBuffer> blocks = new ArrayList<>();
  private int size;

  /**
   * An empty body.
   *
   * @param limit most bytes it can get
   * @param charge what its blocks are charged to
   */
  BodyBlocks(long limit, FairBudget.Charge charge) {
    this.limit = limit;
    this.charge = charge;
  }

  /**
   * Takes the next bytes.
   *
   * @throws Bodies.CrowdedException when there is no room for them
   */
  void add(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      ByteBuffer block = open();
      int count = Math.min(block.remaining(), piece.remaining());
      block.put(piece.slice().limit(count));
      piece.position(piece.position() + count);
      size += count;
    }
  }

  private ByteBuffer open() throws IOException {
    if (!blocks.isEmpty() && blocks.get(blocks.size() - 1).hasRemaining()) {
      return blocks.get(blocks.size() - 1);
    }
    int wanted = Math.max(SMALLEST_BLOCK, Math.min(LARGEST_BLOCK, size));
    int bytes = (int) Math.max(1, Math.min(wanted, limit - size));
    if (!charge.add(bytes)) {
      throw new Bodies.CrowdedException();
    }
    ByteBuffer block = ByteBuffer.allocate(bytes);
    blocks.add(block);
    return block;
  }

  /** All bytes in one array; the blocks are given up. */
  byte[] take() {
    byte[] all = new byte[size];
    int at = 0;
    for (ByteBuffer block : blocks) {
      block.flip();
      int count = block.remaining();
      block.get(all, at, count);
      at += count;
    }
    blocks = List.of();
    return all;
  }
}
