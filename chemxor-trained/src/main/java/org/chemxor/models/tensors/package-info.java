/**
 * Named tensors in files: safetensors, and folders of a JSON file with them. For the modules of
 * ChemXor: it may change.
 */
@NullMarked
package org.chemxor.models.tensors;

import org.jspecify.annotations.NullMarked;
