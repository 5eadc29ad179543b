PY ?= python
VERSION := $(shell cat VERSION)
FLAGS = -q $(EXTRA)
FLAGS += --x
export CI = 1
include more.mk
.PHONY: test
test: ARGS = tests
test: deps | order
	@$(PY) -m pytest $(FLAGS) $(ARGS) $@ $< $^ $$HOME
	-echo $(patsubst %.c,%.o,$(SRC)) $(if $(CI),a,b) ${X}
ifeq ($(CI),1)
deps:
	pip install -r reqs.txt \
	  -r more.txt
else
deps: ; true
endif
define BLOCK
a
endef
%.o: %.c
	cc $<
