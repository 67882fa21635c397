package org.chemxor.data.featurise;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.chemxor.data.smiles.Molecules;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.graph.Cycles;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.interfaces.IElement;
import org.openscience.cdk.interfaces.IRingSet;
import org.openscience.cdk.qsar.IMolecularDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.ALOGPDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.AcidicGroupCountDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.BasicGroupCountDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.EccentricConnectivityIndexDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.FragmentComplexityDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.HBondAcceptorCountDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.HBondDonorCountDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.KappaShapeIndicesDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.LargestChainDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.LargestPiSystemDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.LongestAliphaticChainDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.MannholdLogPDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.PetitjeanNumberDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.RotatableBondsCountDescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.TPSADescriptor;
import org.openscience.cdk.qsar.descriptors.molecular.ZagrebIndexDescriptor;
import org.openscience.cdk.qsar.result.DoubleArrayResult;
import org.openscience.cdk.qsar.result.DoubleResult;
import org.openscience.cdk.qsar.result.IDescriptorResult;
import org.openscience.cdk.qsar.result.IntegerResult;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.tools.manipulator.AtomContainerManipulator;

/**
 * Physico-chemical descriptors of a molecule, most of them CDK's, of its standard form: aromaticity
 * is perceived there, whatever the SMILES said, and the order of atoms is canonical. So a molecule
 * has one set of values however it is written.
 */
final class MolecularDescriptors {
  /** What is computed, in order. */
  static final List<String> NAMES =
      List.of(
          "molecular weight",
          "heavy atoms",
          "hydrogens",
          "ALogP",
          "molar refractivity (ALogP's)",
          "sulphurs and phosphoruses",
          "Mannhold logP",
          "topological polar surface",
          "hydrogen-bond donors",
          "hydrogen-bond acceptors",
          "rotatable bonds",
          "share of sp3 carbons",
          "aromatic atoms",
          "share of aromatic atoms",
          "acidic groups",
          "basic groups",
          "kappa 1",
          "kappa 2",
          "kappa 3",
          "Zagreb index",
          "fragment complexity",
          "largest chain",
          "largest pi system",
          "Petitjean number",
          "eccentric connectivity",
          "longest aliphatic chain",
          "rings",
          "aromatic rings",
          "halogens",
          "nitrogens",
          "oxygens",
          "sum of charges");

  private MolecularDescriptors() {}

  /**
   * The values of a molecule, NaN where there is none.
   *
   * @throws org.chemxor.core.InvalidInputException when the SMILES cannot be read
   */
  static double[] of(String smiles) {
    IAtomContainer molecule = Molecules.standard(smiles);
    IAtomContainer explicit = withHydrogens(molecule);
    double[] ghose = values(ghoseCrippen(), explicit, 3);
    double[] kappa = values(new KappaShapeIndicesDescriptor(), molecule, 3);
    double aromatic = count(molecule, IAtom::isAromatic);
    IRingSet rings = Cycles.mcb(molecule).toRingSet();
    return new double[] {
      AtomContainerManipulator.getMass(molecule),
      molecule.getAtomCount(),
      explicit.getAtomCount() - molecule.getAtomCount(),
      ghose[0],
      ghose[2],
      count(molecule, atom -> isOneOf(atom, IElement.S, IElement.P)),
      value(new MannholdLogPDescriptor(), molecule),
      value(new TPSADescriptor(), molecule),
      value(new HBondDonorCountDescriptor(), molecule),
      value(new HBondAcceptorCountDescriptor(), molecule),
      value(new RotatableBondsCountDescriptor(), molecule),
      saturated(molecule),
      aromatic,
      aromatic / molecule.getAtomCount(),
      groups(new AcidicGroupCountDescriptor(), molecule),
      groups(new BasicGroupCountDescriptor(), molecule),
      kappa[0],
      kappa[1],
      kappa[2],
      value(new ZagrebIndexDescriptor(), molecule),
      value(new FragmentComplexityDescriptor(), molecule),
      value(new LargestChainDescriptor(), molecule),
      value(new LargestPiSystemDescriptor(), molecule),
      value(new PetitjeanNumberDescriptor(), molecule),
      value(new EccentricConnectivityIndexDescriptor(), explicit),
      value(new LongestAliphaticChainDescriptor(), molecule),
      rings.getAtomContainerCount(),
      aromaticRings(rings),
      count(molecule, atom -> isOneOf(atom, IElement.F, IElement.Cl, IElement.Br, IElement.I)),
      count(molecule, atom -> atom.getAtomicNumber() == IElement.N),
      count(molecule, atom -> atom.getAtomicNumber() == IElement.O),
      AtomContainerManipulator.getTotalFormalCharge(molecule)
    };
  }

  /** ALogP and the eccentric connectivity count hydrogens only where they are atoms. */
  private static IAtomContainer withHydrogens(IAtomContainer molecule) {
    try {
      IAtomContainer copy = molecule.clone();
      AtomContainerManipulator.convertImplicitToExplicitHydrogens(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("a molecule could not be copied", e);
    }
  }

  private static IMolecularDescriptor ghoseCrippen() {
    try {
      return new ALOGPDescriptor();
    } catch (CDKException e) {
      throw new IllegalStateException("CDK's parameters of ALogP could not be read", e);
    }
  }

  /** The values of a descriptor, NaN where it has none for this molecule. */
  private static double[] values(
      IMolecularDescriptor descriptor, IAtomContainer molecule, int count) {
    double[] values = new double[count];
    Arrays.fill(values, Double.NaN);
    try {
      IDescriptorResult result = descriptor.calculate(molecule).getValue();
      for (int i = 0; i < count; i++) {
        values[i] = number(result, i);
      }
    } catch (RuntimeException e) {
      // CDK throws many kinds of them on molecules it has no parameters for: the value is missing.
      Arrays.fill(values, Double.NaN);
    }
    return values;
  }

  private static double number(IDescriptorResult result, int index) {
    if (result instanceof DoubleArrayResult array) {
      return array.get(index);
    }
    return result instanceof DoubleResult number
        ? number.doubleValue()
        : ((IntegerResult) result).intValue();
  }

  private static double value(IMolecularDescriptor descriptor, IAtomContainer molecule) {
    double value = values(descriptor, molecule, 1)[0];
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /** Counted by patterns, which have to be read first. */
  private static double groups(IMolecularDescriptor descriptor, IAtomContainer molecule) {
    descriptor.initialise(SilentChemObjectBuilder.getInstance());
    return value(descriptor, molecule);
  }

  private static double count(IAtomContainer molecule, Predicate<IAtom> wanted) {
    return StreamSupport.stream(molecule.atoms().spliterator(), false).filter(wanted).count();
  }

  private static boolean isOneOf(IAtom atom, int... elements) {
    return Arrays.stream(elements).anyMatch(element -> element == atom.getAtomicNumber());
  }

  private static double saturated(IAtomContainer molecule) {
    double carbons = count(molecule, atom -> atom.getAtomicNumber() == IElement.C);
    double saturated =
        count(
            molecule,
            atom ->
                atom.getAtomicNumber() == IElement.C
                    && molecule.getConnectedBondsList(atom).stream()
                        .allMatch(bond -> bond.getOrder() == IBond.Order.SINGLE)
                    && !atom.isAromatic());
    return carbons == 0 ? 0 : saturated / carbons;
  }

  private static double aromaticRings(IRingSet rings) {
    return StreamSupport.stream(rings.atomContainers().spliterator(), false)
        .filter(ring -> count(ring, IAtom::isAromatic) == ring.getAtomCount())
        .count();
  }
}
