package org.chemxor.app.model;

/**
 * Where the model is, for the user's eyes.
 *
 * @param address of the server
 * @param isLocal whether it is on this machine
 * @param isTls whether what is on the way is encrypted once more
 * @param isDemo whether both roles are in this process
 * @param keysKept whether the secret keys are kept in files
 */
public record ServerTold(
    String address, boolean isLocal, boolean isTls, boolean isDemo, boolean keysKept) {}
