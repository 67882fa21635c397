package org.chemxor.service.server.keys;

/**
 * Which key set.
 *
 * @param program id of the program they are for, in hexadecimal
 * @param digest SHA-256 of their bytes, in hexadecimal
 */
public record KeyId(String program, String digest) {}
