package io.github.graphattach.upload;

/** The end: nothing is left to do. */
record Done(UploadResult result) implements Stage {

    @Override
    public Turn step() {
        return Turn.to(this);
    }
}
