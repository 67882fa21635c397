package org.chemxor.data.smiles;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some files mark aromatic rings by bonds alone: {@code C1:C:C:C:C:C:1} for benzene. CDK gives such
 * atoms the hydrogens of saturated ones. Here they are written in lower case, as {@code
 * c1:c:c:c:c:c:1}, and bonds between them that have no sign become single ones.
 */
final class AromaticNotation {
  private static final Pattern TOKEN =
      Pattern.compile("(\\[[^\\]]*\\]|Cl|Br|[BCNOPSFI]|[bcnops])|([-=#$:/\\\\])|(%\\d\\d|\\d)|(.)");
  private static final Pattern ELEMENT = Pattern.compile("(\\[\\d*)?(Se|As|Te|[BCNOPS](?![a-z]))");
  private static final String NO_SIGN = "";

  /** An atom's place in the text. */
  private record Atom(int start, String text) {}

  /** A bond; a missing sign would stand at {@code place}. */
  private record Bond(int from, int to, String sign, int place) {}

  /** A ring bond of which one end has been seen. */
  private record Open(int atom, String sign) {}

  private final List<Atom> atoms = new ArrayList<>();
  private final List<Bond> bonds = new ArrayList<>();
  private final Map<String, Open> rings = new HashMap<>();
  private final Deque<Integer> branches = new ArrayDeque<>();
  private int last = -1;
  private String sign = NO_SIGN;

  private AromaticNotation() {}

  /** The same molecule with atoms at aromatic bonds in lower case; other texts as they are. */
  static String lowerCase(String smiles) {
    if (!smiles.replaceAll("\\[[^\\]]*\\]", "").contains(":")) {
      return smiles;
    }
    AromaticNotation notation = new AromaticNotation();
    Matcher token = TOKEN.matcher(smiles);
    while (token.find()) {
      notation.accept(token);
    }
    return notation.rewrite(smiles);
  }

  private void accept(Matcher token) {
    if (token.group(1) != null) {
      atoms.add(new Atom(token.start(), token.group(1)));
      connect(atoms.size() - 1, token.start());
      last = atoms.size() - 1;
    } else if (token.group(2) != null) {
      sign = token.group(2);
    } else if (token.group(3) != null) {
      ring(token.group(3), token.start());
    } else {
      switch (token.group(4)) {
        case "(" -> branches.push(last);
        case ")" -> last = branches.isEmpty() ? -1 : branches.pop();
        case "." -> last = -1;
        default -> {
          // Not SMILES: CDK will say so.
        }
      }
    }
  }

  private void connect(int atom, int place) {
    if (last >= 0) {
      bonds.add(new Bond(last, atom, sign, place));
    }
    sign = NO_SIGN;
  }

  private void ring(String number, int place) {
    Open open = rings.remove(number);
    if (open == null) {
      rings.put(number, new Open(last, sign));
    } else if (open.atom() >= 0 && last >= 0) {
      bonds.add(new Bond(open.atom(), last, sign.isEmpty() ? open.sign() : sign, place));
    }
    sign = NO_SIGN;
  }

  private String rewrite(String smiles) {
    TreeSet<Integer> changed = new TreeSet<>();
    for (Bond bond : bonds) {
      if (bond.sign().equals(":")) {
        List.of(bond.from(), bond.to()).stream()
            .filter(atom -> ELEMENT.matcher(atoms.get(atom).text()).lookingAt())
            .forEach(changed::add);
      }
    }
    StringBuilder text = new StringBuilder(smiles);
    for (int atom : changed) {
      Matcher element = ELEMENT.matcher(atoms.get(atom).text());
      if (element.lookingAt()) {
        int at = atoms.get(atom).start() + element.start(2);
        text.setCharAt(at, Character.toLowerCase(text.charAt(at)));
      }
    }
    TreeSet<Integer> singles = new TreeSet<>();
    for (Bond bond : bonds) {
      if (bond.sign().isEmpty() && changed.contains(bond.from()) && changed.contains(bond.to())) {
        singles.add(bond.place());
      }
    }
    singles.descendingSet().forEach(place -> text.insert((int) place, "-"));
    return text.toString();
  }
}
