// Package notebook holds programme.ipynb, a Jupyter notebook on a Go kernel that
// tells the story of NHS England's New Care Models programme from the records
// that the library embeds. See the README beside it.
//
// The package has no code of its own; the folder show has what cells put on the page. It
// imports what the notebook's cells import, so that go.mod pins it.
package notebook

import (
	_ "github.com/newcaremodels/newcaremodels/caremodel"
	_ "github.com/newcaremodels/newcaremodels/coverage/evaluation"
	_ "github.com/newcaremodels/newcaremodels/coverage/indicator"
	_ "github.com/newcaremodels/newcaremodels/examples/notebook/show"
	_ "github.com/newcaremodels/newcaremodels/funding"
)
