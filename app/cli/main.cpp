#include "cli/entry.h"

int main(int argc, char **argv)
{
    return ringside::cli::start(argc, argv);
}
