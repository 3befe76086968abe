# The package's logger: nothing before it is asked for, its format, levels in children.
import logging
import multiprocessing as mp
from multiprocessing import util


def quiet():
    util.info("not shown")
    util.debug("not shown")


def enable():
    logger = mp.get_logger()
    logger.setLevel(util.SUBWARNING)
    print(logger, logger is mp.get_logger(), logger is mp.get_context("fork").get_logger(), logger.name, logger.propagate)
    logger.debug("this is not shown")
    logger.info("nor is this")


def say(word):
    mp.get_logger().info("child says %s", word)
    util.sub_debug("too low")
    util.debug("%d%%", 5)
    util.sub_warning("low")


def report(q):
    logger = mp.get_logger()
    q.put((logger.level, logger.getEffectiveLevel(), len(logger.handlers), logging.getLogger().level))


def levels():
    logger, root, q = mp.get_logger(), logging.getLogger(), mp.SimpleQueue()
    before = logger.level, root.level
    for own, general in ((27, 30), (0, 37), (27, 44)):
        logger.setLevel(own)
        root.setLevel(general)
        p = mp.Process(target=report, args=(q,))
        p.start()
        print(q.get())
        p.join()
    logger.setLevel(before[0])
    root.setLevel(before[1])


def fails():
    raise ValueError("logged around")


def to_stderr():
    logger = mp.log_to_stderr(logging.INFO)
    print(logger, len(logger.handlers), logger.level)
    p = mp.Process(target=say, args=("hello",))
    p.start()
    p.join()
    p = mp.Process(target=fails, name="failing")
    p.start()
    p.join()
    logger.setLevel(logging.WARNING)
    mp.Process(target=say, args=("not shown",)).start()
    for p in mp.active_children():
        p.join()
    logger.setLevel(logging.INFO)
    logger.warning("in the main process")


if __name__ == "__main__":
    quiet()
    enable()
    levels()
    to_stderr()
    print(util.SUBDEBUG, util.SUBWARNING, util.LOGGER_NAME, util.DEFAULT_LOGGING_FORMAT, mp.SUBDEBUG, mp.SUBWARNING)
