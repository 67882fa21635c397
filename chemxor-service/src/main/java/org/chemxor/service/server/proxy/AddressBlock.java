package org.chemxor.service.server.proxy;

import java.net.InetAddress;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.text.PrintableText;

/**
 * Addresses with a common start: {@code 10.0.0.7} or {@code 10.0.0.0/8}, {@code fd00::/8}.
 *
 * @param address one of them
 * @param bits how many bits all have in common
 */
record AddressBlock(InetAddress address, int bits) {
  /**
   * Reads a block.
   *
   * @throws InvalidInputException when it is none
   */
  static AddressBlock parse(String text) {
    String[] parts = text.strip().split("/", -1);
    InetAddress address =
        AddressLiteral.parse(parts[0])
            .filter(found -> parts.length <= 2)
            .orElseThrow(() -> wrong(text));
    int all = address.getAddress().length * Byte.SIZE;
    if (parts.length == 1) {
      return new AddressBlock(address, all);
    }
    if (!parts[1].matches("[0-9]{1,3}") || Integer.parseInt(parts[1]) > all) {
      throw wrong(text);
    }
    return new AddressBlock(address, Integer.parseInt(parts[1]));
  }

  private static InvalidInputException wrong(String text) {
    return new InvalidInputException(
        "a proxy is given by its address or network, as 10.0.0.7 or 10.0.0.0/8, got \""
            + PrintableText.line(text)
            + "\"");
  }

  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int shift = Byte.SIZE - 1 - bit % Byte.SIZE;
      if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) >> shift & 1) != 0) {
        return false;
      }
    }
    return true;
  }
}
